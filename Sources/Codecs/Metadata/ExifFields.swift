/// The fields of an EXIF block that say how a picture was taken (CIPA DC-008: Exif 2.32), by name.
///
/// Numbers are written as in the fields: `1/250`, `4`, several separated by blanks. Other directories, makers' own
/// notes and coordinates are left out.
package struct ExifFields: Sendable, Hashable {
    /// By name, such as `Make` or `FNumber`.
    package private(set) var values: [String: String] = [:]

    private static let names: [Int: String] = [
        0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x0112: "Orientation", 0x011A: "XResolution",
        0x011B: "YResolution", 0x0128: "ResolutionUnit", 0x0131: "Software", 0x0132: "DateTime", 0x013B: "Artist",
        0x8298: "Copyright", 0x829A: "ExposureTime", 0x829D: "FNumber", 0x8822: "ExposureProgram",
        0x8827: "ISOSpeedRatings", 0x9003: "DateTimeOriginal", 0x9004: "DateTimeDigitized", 0x9010: "OffsetTime",
        0x9201: "ShutterSpeedValue", 0x9202: "ApertureValue", 0x9204: "ExposureBiasValue", 0x9207: "MeteringMode",
        0x9209: "Flash", 0x920A: "FocalLength", 0xA001: "ColorSpace", 0xA402: "ExposureMode", 0xA403: "WhiteBalance",
        0xA405: "FocalLengthIn35mmFilm", 0xA433: "LensMake", 0xA434: "LensModel",
    ]
    private static let subdirectory = 0x8769
    private static let maximumTextBytes = 2000
    private static let maximumNumbers = 8

    /// The fields in `block`; none if it is damaged. If several entries have the same tag, the last one counts.
    package init(block: [UInt8]) { self.init(block: block[...], steps: WalkSteps(over: block.count)) }

    /// As above; the walk is part of `steps`.
    init(block: ArraySlice<UInt8>, steps: WalkSteps) {
        guard let reader = ExifReader(block: block, steps: steps) else { return }
        if let second = readDirectory(reader, at: reader.first), second != reader.first {
            _ = readDirectory(reader, at: second)
        }
    }

    /// Reads one directory; returns where the one about the exposure is, if this one says so.
    private mutating func readDirectory(_ reader: ExifReader, at offset: Int) -> Int? {
        var subdirectory: Int?
        var places: [String: Int] = [:]
        for entry in reader.entries(at: offset) {
            guard let tag = reader.number(at: entry, bytes: 2) else { break }
            if tag == Self.subdirectory {
                subdirectory = reader.number(at: entry + 8, bytes: 4)
            } else if let name = Self.names[tag] {
                places[name] = entry
            }
        }
        for (name, entry) in places {
            if let text = Self.text(reader, at: entry), !text.isEmpty { values[name] = text }
        }
        return subdirectory
    }

    /// The value of an entry; `nil` for types that no field here has.
    private static func text(_ reader: ExifReader, at entry: Int) -> String? {
        let widths = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 9: 4, 10: 8]
        guard let type = reader.number(at: entry + 2, bytes: 2), let width = widths[type],
            let count = reader.number(at: entry + 4, bytes: 4), count > 0, count < 1 << 20,
            let start = count * width <= 4 ? entry + 8 : reader.number(at: entry + 8, bytes: 4)
        else { return nil }
        if type == 2 { return ascii(reader, at: start, count: count) }
        let numbers = (0..<min(count, maximumNumbers)).compactMap { value(reader, type, at: start + $0 * width) }
        return numbers.joined(separator: " ")
    }

    private static func value(_ reader: ExifReader, _ type: Int, at offset: Int) -> String? {
        switch type {
        case 5, 10:
            guard let above = integer(reader, type, at: offset), let below = integer(reader, type, at: offset + 4)
            else { return nil }
            return below == 1 ? "\(above)" : "\(above)/\(below)"
        case 1: return reader.number(at: offset, bytes: 1).map { "\($0)" }
        case 3: return reader.number(at: offset, bytes: 2).map { "\($0)" }
        default: return integer(reader, type, at: offset).map { "\($0)" }
        }
    }

    /// Four bytes; types 9 and 10 have a sign.
    private static func integer(_ reader: ExifReader, _ type: Int, at offset: Int) -> Int? {
        reader.number(at: offset, bytes: 4).map { type >= 9 ? Int(Int32(truncatingIfNeeded: $0)) : $0 }
    }

    private static func ascii(_ reader: ExifReader, at start: Int, count: Int) -> String? {
        guard let bytes = reader.slice(at: start, count: count)?.prefix(maximumTextBytes) else { return nil }
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        let kept = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(kept)).trimmed
    }
}

extension String {
    /// Without white space at either end.
    fileprivate var trimmed: String {
        let kept = drop(while: \.isWhitespace)
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(kept[...last])
    }
}
