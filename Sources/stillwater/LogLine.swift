import Foundation
import Logging

/// The bytes of one line of the log.
struct LogLine {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1024) }

    /// `2026-01-31T23:59:59.999Z info: name=value … message`.
    mutating func addText(level: Logger.Level, message: String, _ facts: [(key: String, value: Logger.MetadataValue)]) {
        addTime(.now)
        add(" ")
        add(level.rawValue)
        add(":")
        for (name, value) in facts {
            add(" ")
            addPrintable(name)
            add("=")
            addPrintable("\(value)")
        }
        add(" ")
        addPrintable(message)
        add("\n")
    }

    /// An object with `time`, `level`, `message` and the metadata, in which numbers stay numbers.
    mutating func addJSON(level: Logger.Level, message: String, _ facts: [(key: String, value: Logger.MetadataValue)]) {
        add("{\"level\":\"")
        add(level.rawValue)
        add("\",\"message\":")
        addQuoted(message)
        add(",\"time\":\"")
        addTime(.now)
        add("\"")
        for (name, value) in facts {
            add(",")
            addQuoted(name)
            add(":")
            switch value {
            case .stringConvertible(let number as Int): add(String(number))
            case .stringConvertible(let number as Double) where number.isFinite: add("\(number)")
            default: addQuoted("\(value)")
            }
        }
        add("}\n")
    }

    /// In the form of ISO 8601: UTC, with milliseconds.
    mutating func addTime(_ date: Date) {
        let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded(.down))
        let (seconds, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let (days, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = Self.civil(daysSince1970: days)
        add(year, digits: 4)
        add("-")
        add(month, digits: 2)
        add("-")
        add(day, digits: 2)
        add("T")
        add(second / 3600, digits: 2)
        add(":")
        add(second / 60 % 60, digits: 2)
        add(":")
        add(second % 60, digits: 2)
        add(".")
        add(fraction, digits: 3)
        add("Z")
    }

    /// The Gregorian date of a day counted from 1970-01-01, for 1970 and later: years are counted from March, so that
    /// the leap day comes last (H. Hinnant, chrono-Compatible Low-Level Date Algorithms, `civil_from_days`).
    private static func civil(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + 719_468
        let (era, ofEra) = days.quotientAndRemainder(dividingBy: 146_097)
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * fromMarch + 2) / 5 + 1)
    }

    private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Most texts are pure ASCII, which is quick to check.
    private mutating func addPrintable(_ text: String) {
        add(text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? text : TerminalText.printable(text))
    }

    private mutating func add(_ number: Int, digits: Int) {
        var power = (1..<digits).reduce(1) { power, _ in power * 10 }
        while power > 0 {
            bytes.append(UInt8(48 + number / power % 10))
            power /= 10
        }
    }

    /// A JSON string (RFC 8259, section 7).
    private mutating func addQuoted(_ text: String) {
        add("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: add("\\n")
            case 0x00..<0x20:
                add("\\u00")
                add(byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        add("\"")
    }
}
