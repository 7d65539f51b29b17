/// Why a body, or a header that describes one, cannot be read or written.
package struct BodyError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it is.
    package enum Code: Sendable, Hashable, CaseIterable {
        /// The client stopped sending for longer than is allowed.
        case timedOut
        /// The body's media type is not the one that the reader expects.
        case unsupportedMediaType
        /// A part has a transfer encoding, such as base64, that HTTP does not use.
        case unsupportedEncoding
        /// A header's value breaks its grammar.
        case malformedHeader
        /// The body's bytes break the multipart grammar.
        case malformedBody
        /// The body ended before its closing boundary.
        case truncatedBody
        /// The headers of a part are longer than allowed.
        case headersTooLong
        /// The body, or a part of it, is larger than allowed.
        case bodyTooLarge
        /// The body has more parts than allowed.
        case tooManyParts
        /// A header to be written has a name or value that would break the message.
        case unwritableHeader
    }

    /// What kind of fault it is.
    package let code: Code
    /// What was wrong and what is allowed; clients may see it.
    package let message: String
    /// The error underneath, if there was one.
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
