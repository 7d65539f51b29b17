import Logging

/// How the log is written to standard error.
enum LogFormat: String, CaseIterable, Sendable {
    /// A line for people: time, level, facts, message.
    case text
    /// One JSON object per line, for programs.
    case json

    /// A logger of this format.
    func logger(level: Logger.Level) -> Logger {
        var logger = Logger(label: "stillwater") { _ in LineLogHandler(format: self) }
        logger.logLevel = level
        return logger
    }
}

/// Writes each event as a line of its own, in one write: time, level, message, and the metadata sorted by name.
///
/// Lines are assembled as bytes: made with encoders and calendars, the line for each request would take a tenth of the
/// time of a small request.
struct LineLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()
    private let format: LogFormat
    private let write: @Sendable ([UInt8]) -> Void

    init(format: LogFormat, write: @escaping @Sendable ([UInt8]) -> Void = { Terminal.standardError.write($0) }) {
        self.format = format
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let own = event.metadata ?? [:]
        let merged = metadata.isEmpty ? own : metadata.merging(own, uniquingKeysWith: { $1 })
        let facts = merged.sorted { $0.key < $1.key }
        var line = LogLine()
        switch format {
        case .text: line.addText(level: event.level, message: "\(event.message)", facts)
        case .json: line.addJSON(level: event.level, message: "\(event.message)", facts)
        }
        write(line.bytes)
    }
}
