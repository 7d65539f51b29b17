/// Why a request cannot be understood.
package struct RequestError: Error, CustomStringConvertible {
    package enum Code: Sendable, Hashable, CaseIterable {
        /// The body is not JSON, or nested too deeply.
        case invalidJSON
        /// A value has the wrong type or form, or is out of range.
        case invalidField
        /// A field that the request needs is absent.
        case missingField
        /// A field that no request has, or a query name given twice.
        case unknownField
        /// More sources or sizes than a request may have.
        case tooMany
        /// A size list's name that the configuration does not hold.
        case unknownSizeList
        /// None of the media types that the client accepts is offered.
        case notAcceptable
        /// A URL's path that has no signature, no options or no source where they belong.
        case invalidPath
        /// A signature that is missing, malformed or not that of the path.
        case invalidSignature
        /// A URL's source that cannot be decoded.
        case invalidSource
        /// An option that does not exist.
        case unknownOption
        /// An option, or a value of one, that imgproxy Pro has and Stillwater does not offer.
        case proOnly
        /// An option's argument of the wrong form or out of range.
        case invalidArgument
        /// An option that the configuration does not allow.
        case forbiddenOption
        /// An option that would replace a limit, which the configuration does not allow.
        case securityOptionNotAllowed
        /// A preset that the configuration does not hold.
        case unknownPreset
        /// A URL after its time.
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

    /// The same error, told to be at `path`: `sizes[2]: …`.
    func at(_ path: String) -> RequestError {
        RequestError(code, "\(path): \(message)", cause: cause)
    }
}
