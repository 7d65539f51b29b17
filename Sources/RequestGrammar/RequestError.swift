/// Why a request is not valid.
package struct RequestError: Error, CustomStringConvertible {
    package enum Code: Sendable, Hashable, CaseIterable {
        /// The body is not JSON, or nested too deeply.
        case invalidJSON
        /// A value has the wrong type or form, or is out of range.
        case invalidField
        /// A field that the request needs is absent.
        case missingField
        /// A field that does not exist, or a query parameter given twice.
        case unknownField
        /// More sources or sizes than a request may have.
        case tooMany
        /// A size list that is not configured.
        case unknownSizeList
        /// None of the media types that the client accepts is available.
        case notAcceptable
        /// A URL path without a signature, options or a source where they belong.
        case invalidPath
        /// A signature that is missing, malformed or wrong.
        case invalidSignature
        /// A source in a URL that cannot be decoded.
        case invalidSource
        /// An option that does not exist.
        case unknownOption
        /// An option, or a value of one, that imgproxy Pro has and Stillwater does not support.
        case proOnly
        /// An option's argument with the wrong form, or out of range.
        case invalidArgument
        /// An option that is not enabled in the configuration.
        case forbiddenOption
        /// An option that would replace a limit, which the configuration does not allow.
        case securityOptionNotAllowed
        /// A preset that is not configured.
        case unknownPreset
        /// A URL that has expired.
        case expired
    }

    package let code: Code
    /// What is wrong, where, and what is allowed; for the client.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }

    /// The same error, located at `path`: `sizes[2]: …`.
    func at(_ path: String) -> RequestError {
        RequestError(code, "\(path): \(message)", cause: cause)
    }
}
