/// Why a worker process gave no valid answer.
package struct IsolationError: Error, Sendable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// No worker could be started.
        case unavailable
        /// The worker ended: it crashed, used too much memory, or did something forbidden.
        case ended
        /// The worker took longer than allowed.
        case outOfTime
        /// Nobody is waiting for the answer any more.
        case interrupted
        /// The worker sent something that is not a valid answer.
        case malformed
    }

    package var code: Code
    package let message: String
    /// What the worker had used when it ended, as far as known.
    package var usage: Usage?

    /// The resources that a worker used.
    package struct Usage: Sendable, Hashable {
        /// Since it received its work.
        package var time: Duration
        /// The highest resident memory, including what it shares with the service.
        package var peakBytes: Int
    }

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(message) (\(code))" }
}
