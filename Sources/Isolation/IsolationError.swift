/// Why a worker process gave no answer.
package struct IsolationError: Error, Sendable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// No worker could be started.
        case unavailable
        /// The worker ended: it crashed, took too much memory, or did what it must not.
        case ended
        /// The worker took longer than it may.
        case outOfTime
        /// Nobody waits for the answer any more.
        case interrupted
        /// The worker said something that is no answer.
        case malformed
    }

    package var code: Code
    package let message: String
    /// What the worker had taken when it ended, as far as it is known.
    package var usage: Usage?

    /// What a worker takes.
    package struct Usage: Sendable, Hashable {
        /// Since it was given its work.
        package var time: Duration
        /// The most memory resident at once, what it shares with the service included.
        package var peakBytes: Int
    }

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(message) (\(code))" }
}
