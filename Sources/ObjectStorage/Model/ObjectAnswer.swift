package import AsyncHTTPClient

/// An object as a store answers with it: what is said, and the bytes, still to be read.
package struct ObjectAnswer: Sendable {
    package let facts: ObjectFacts
    /// Whether the object is as it was; it has no bytes then.
    package let isUnchanged: Bool
    /// `Content-Range`, if the answer is the part that was asked for.
    package let contentRange: String?
    /// Bytes of the body, as the store states them.
    package let bodyBytes: Int?
    /// `Content-Encoding` that is stored with the object.
    package let contentEncodings: [String]
    /// Letting it go closes the connection.
    package let body: HTTPClientResponse.Body
}
