import Foundation
import Logging

/// How the log is written to standard error.
enum LogFormat: String, CaseIterable, Sendable {
    /// A line for people: time, level, facts, message.
    case text
    /// An object a line, for programs.
    case json

    /// A logger of this format.
    func logger(level: Logger.Level) -> Logger {
        var logger = Logger(label: "stillwater") { label in
            switch self {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler()
            }
        }
        logger.logLevel = level
        return logger
    }
}

/// Writes each event as a JSON object on a line of its own: `time`, `level`, `message`, and the facts under their names.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()
    private let write: @Sendable (String) -> Void

    init(write: @escaping @Sendable (String) -> Void = { Terminal.standardError.write($0) }) {
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Numbers stay numbers.
    private enum Field: Encodable {
        case integer(Int)
        case decimal(Double)
        case text(String)

        init(_ value: Logger.MetadataValue) {
            switch value {
            case .stringConvertible(let number as Int): self = .integer(number)
            case .stringConvertible(let number as Double): self = .decimal(number)
            default: self = .text("\(value)")
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .integer(let number): try container.encode(number)
            case .decimal(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            }
        }
    }

    func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).mapValues(Field.init)
        fields["time"] = .text(Date.now.formatted(.iso8601.time(includingFractionalSeconds: true)))
        fields["level"] = .text(event.level.rawValue)
        fields["message"] = .text("\(event.message)")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and finite numbers give the encoder no cause to fail.
        guard let line = try? encoder.encode(fields) else { return }
        write(String(decoding: line, as: UTF8.self) + "\n")
    }
}
