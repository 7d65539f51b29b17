import ImageService
package import NIOCore

/// An error's body in `application/problem+json` (RFC 9457).
package struct ProblemDetails: Sendable, Hashable, Codable {
    /// The `Content-Type` of the body.
    package static let contentType = "application/problem+json"

    /// A URI that names the kind of problem; `about:blank` says that the status tells everything.
    package var type: String
    /// The kind of problem in a few words, the same each time.
    package var title: String
    /// The HTTP status, 100…599.
    package var status: Int
    /// What went wrong this time; clients may see it.
    package var detail: String?
    /// A URI that names this occurrence, such as one made of the request's id.
    package var instance: String?
    /// The kind of problem for programs: one word of a closed set. (An extension member.)
    package var code: String
    /// What the server's log says of it, for developers. (An extension member.)
    package var cause: String?
    /// What is wrong at each place of a list, where the problem is one of lists. (An extension member.)
    package var errors: [Fault]?

    /// What is wrong at one place.
    package struct Fault: Sendable, Hashable, Codable {
        /// From 1.
        package var line: Int
        package var detail: String
    }

    package init(
        type: String = "about:blank", title: String, status: Int, code: String, detail: String? = nil,
        instance: String? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.code = code
        self.detail = detail
        self.instance = instance
    }

    /// The JSON text in UTF-8: keys in alphabetical order, absent members left out, slashes unescaped.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers never cause one.
    package func encoded() throws -> ByteBuffer {
        ByteBuffer(bytes: try JSONText.bytes(of: self))
    }
}
