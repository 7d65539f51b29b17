import Logging
import NIOConcurrencyHelpers

/// Keeps what is logged, and lets tests wait for it.
final class LogRecorder: Sendable {
    struct Line: Sendable {
        let level: Logger.Level
        let message: String
        let metadata: Logger.Metadata

        /// A field as text; empty when there is none.
        subscript(name: String) -> String { metadata[name].map { "\($0)" } ?? "" }

        func number(_ name: String) -> Double? { Double(self[name]) }
    }

    private struct State {
        var lines: [Line] = []
        var waiting: [(count: Int, continuation: CheckedContinuation<[Line], Never>)] = []
    }

    private let state = NIOLockedValueBox(State())

    /// A logger that writes here, from `info` on.
    var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

    /// What was logged as `request`, once there are `count` lines of it.
    func requests(_ count: Int) async -> [Line] {
        await withCheckedContinuation { continuation in
            let ready: [Line]? = state.withLockedValue { state in
                guard state.lines.count < count else { return state.lines }
                state.waiting.append((count, continuation))
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    private func add(_ line: Line) {
        guard line.message == "request" else { return }
        let (ready, lines) = state.withLockedValue { state in
            state.lines.append(line)
            let count = state.lines.count
            let ready = state.waiting.filter { $0.count <= count }
            state.waiting.removeAll { $0.count <= count }
            return (ready, state.lines)
        }
        for waiter in ready { waiter.continuation.resume(returning: lines) }
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var logLevel = Logger.Level.info
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = metadata.merging(event.metadata ?? [:]) { $1 }
            recorder.add(Line(level: event.level, message: "\(event.message)", metadata: metadata))
        }
    }
}
