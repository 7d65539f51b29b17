import Foundation
import Logging
import NIOConcurrencyHelpers
import Testing

@testable import stillwater

@Suite struct LogFormatTests {
    /// The lines written by `work`.
    private func lines(_ format: LogFormat, _ work: (Logger) -> Void) -> [String] {
        let written = NIOLockedValueBox<[String]>([])
        var logger = Logger(label: "test") { _ in
            LineLogHandler(format: format) { line in
                written.withLockedValue { $0.append(String(decoding: line, as: UTF8.self)) }
            }
        }
        logger[metadataKey: "always"] = "there"
        work(logger)
        return written.withLockedValue { $0 }
    }

    @Test("an event is one JSON object, in which numbers stay numbers and any text can occur")
    func json() throws {
        let text = "\"quoted\" \\ and\nlines\t\u{1}, ü, 🐟"
        let lines = lines(.json) {
            $0.warning(
                "\(text)",
                metadata: ["a.text": "\(text)", "a.count": .stringConvertible(7), "ms": .stringConvertible(0.1)])
        }
        #expect(lines.count == 1 && lines[0].hasSuffix("}\n") && lines[0].count(where: \.isNewline) == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect(object["message"] as? String == text && object["a.text"] as? String == text)
        #expect(object["level"] as? String == "warning" && object["always"] as? String == "there")
        #expect(object["a.count"] as? Int == 7 && object["ms"] as? Double == 0.1)
        let time = try #require(object["time"] as? String)
        let read = try Date(time, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        #expect(abs(read.timeIntervalSinceNow) < 3600)
    }

    @Test("a line for people contains no line breaks from the event, and the metadata in order")
    func text() {
        let lines = lines(.text) { $0.info("all\nwell", metadata: ["b": "2\u{1B}[0m", "a": "1"]) }
        #expect(lines.count == 1 && lines[0].count(where: \.isNewline) == 1)
        #expect(lines[0].hasSuffix("Z info: a=1 always=there b=2?[0m all?well\n"))
    }

    @Test(
        "times match the calendar", arguments: [0, 951_782_399.75, 951_868_800, 1_709_251_199, 4_107_542_400.5])
    func times(seconds: Double) {
        var line = LogLine()
        let date = Date(timeIntervalSince1970: seconds)
        line.addTime(date)
        #expect(
            String(decoding: line.bytes, as: UTF8.self)
                == date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}
