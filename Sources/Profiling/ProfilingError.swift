/// What went wrong with a profile: the kind of failure, a message for the user, and the cause.
public struct ProfilingError: Error, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: Sendable, Hashable {
        /// The system, the allocator or the build does not support it.
        case unsupported
        /// Another recording of this kind is running.
        case busy
        /// Nothing that could be stopped is running.
        case notRunning
        /// There is no such recording or file.
        case notFound
        /// A requested value is out of range.
        case invalidRequest
        /// Bytes that are not a valid profile.
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
    /// The failure of a system call, with the system's description of `number`.
    static func system(_ call: String, errno number: Int32) -> ProfilingError {
        ProfilingError(.systemCall, "\(call) failed: \(SystemCall.text(of: number)).")
    }
}
