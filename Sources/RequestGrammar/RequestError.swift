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
