import HTTPSyntax
package import NIOCore

/// Writes the frame of a `multipart/mixed` body (RFC 2046): a head before each part, and the tail.
///
/// The contents are sent unchanged between the heads; the writer never sees them. The boundary has 190 random bits, so
/// no content contains it unless its author knew it beforehand.
package struct MultipartWriter: Sendable {
    /// One header of a part.
    package struct Field: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What separates the parts, without hyphens and line ends.
    package let boundary: String
    private var isFirst = true

    /// A writer with a boundary from the system's random numbers.
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// A writer with a boundary from `generator`.
    package init(using generator: inout some RandomNumberGenerator) {
        var boundary = ""
        for _ in 0..<32 {
            boundary.unicodeScalars.append(Self.alphabet[Int.random(in: Self.alphabet.indices, using: &generator)])
        }
        self.boundary = boundary
    }

    /// The body's `Content-Type`.
    package var contentType: String { "multipart/mixed; boundary=\(boundary)" }

    /// The bytes before a part's content: the boundary and `fields`, in their order.
    ///
    /// - Throws: `unwritableHeader` if a name is not a token, or a value contains control characters; nothing is begun.
    package mutating func head(_ fields: [Field]) throws(BodyError) -> ByteBuffer {
        var head = isFirst ? "--\(boundary)\r\n" : "\r\n--\(boundary)\r\n"
        for field in fields {
            guard HeaderScanner.isToken(field.name), !HeaderScanner.holdsControls(field.value) else {
                throw BodyError(.unwritableHeader, "A part's header cannot be written: it contains control characters.")
            }
            head += "\(field.name): \(field.value)\r\n"
        }
        isFirst = false
        return ByteBuffer(string: head + "\r\n")
    }

    /// The bytes after the last part's content.
    package func tail() -> ByteBuffer {
        ByteBuffer(string: isFirst ? "--\(boundary)--\r\n" : "\r\n--\(boundary)--\r\n")
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".unicodeScalars)
}
