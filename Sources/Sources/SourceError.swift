/// Why a source could not be read.
package struct SourceError: Error, Sendable {
    /// What kind of failure it was; the HTTP layer turns it into a status.
    package enum Code: Sendable, Hashable {
        /// The text is not a source reference, or a URL in it is malformed.
        case invalidReference
        /// A scheme other than http, https and local.
        case schemeNotAllowed
        /// Not one of the allowed sources.
        case notAllowed
        /// This kind of source needs a setting that is missing, or a setting is wrong.
        case notConfigured
        /// No file of that name.
        case notFound
        /// The file lies outside the declared roots, or its permissions forbid reading.
        case notPermitted
        /// A directory, pipe, socket or device.
        case notAFile
        /// The file system failed, or the file changed while it was read.
        case readFailed
        /// The host name has no address.
        case nameNotResolved
        /// None of the host's addresses may be dialled.
        case addressDenied
        /// No connection, or no answer over it; includes TLS failures.
        case connectFailed
        /// The origin's certificate is not valid, not for its host, or not from a trusted authority.
        case badCertificate
        /// The connection broke before the body was complete.
        case connectionLost
        /// The time limit for connecting, or for the whole fetch, was exceeded.
        case timedOut
        case tooManyRedirects
        /// A redirect without a target, or to something that is not an http or https URL.
        case badRedirect
        /// More bytes than allowed.
        case tooLarge
        /// The origin answered with this status, 400…599.
        case status(Int)
        /// An answer that cannot be used: a status other than 200, or a body in an unknown coding.
        case badAnswer
        /// An answer that is not HTTP.
        case malformedAnswer
        /// No bytes at all.
        case empty
        /// The caller's reservation of memory failed; `cause` is its error.
        case reservationRefused
        /// The task was cancelled, or the reader was shut down.
        case cancelled
    }

    package let code: Code
    /// What was wrong and what is allowed; clients may see it.
    package let message: String
    /// What failed underneath; for the log, not for clients.
    package let cause: (any Error)?
    /// When the origin wants to be asked again, if it answered with a status; `nil` if it does not say.
    package let retryAfter: Duration?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.retryAfter = retryAfter
    }
}

extension SourceError: CustomStringConvertible {
    package var description: String {
        cause.map { "\(message) (\(code): \($0))" } ?? "\(message) (\(code))"
    }
}

extension SourceError {
    /// The error for a task that was cancelled.
    static func cancelled(_ cause: (any Error)? = nil) -> SourceError {
        SourceError(.cancelled, "Reading the source was cancelled.", cause: cause)
    }

    /// The error for a source of more than `maximumBytes` bytes.
    static func tooLarge(maximumBytes: Int) -> SourceError {
        SourceError(.tooLarge, "The source is larger than the \(maximumBytes) bytes allowed.")
    }

    /// The error for a source without a single byte.
    static var empty: SourceError { SourceError(.empty, "The source is empty.") }
}
