/// What went wrong with a profile: where, in words for the user, and why.
public struct ProfilingError: Error, CustomStringConvertible {
    /// The broad case.
    public enum Code: Sendable, Hashable {
        /// The system, the allocator or the build can't do it.
        case unsupported
        /// Another recording of the kind runs.
        case busy
        /// Nothing runs that could be stopped.
        case notRunning
        /// There is no such recording or file.
        case notFound
        /// A value that was asked for is out of range.
        case invalidRequest
        /// Bytes that are no profile.
        case malformed
        /// The system refused a call that should have worked.
        case systemCall
    }

    public let code: Code
    /// What happened and what helps, for the user.
    public let message: String
    /// For the log.
    public let cause: (any Error)?

    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    public var description: String { message }
}

extension ProfilingError {
    /// The failure of a system call, with the system's words for `number`.
    static func system(_ call: String, errno number: Int32) -> ProfilingError {
        ProfilingError(.systemCall, "\(call) failed: \(SystemCall.text(of: number)).")
    }
}
