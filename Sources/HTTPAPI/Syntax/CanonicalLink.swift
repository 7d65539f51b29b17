/// The value of a `Link` header that names the original of an image (RFC 8288, 3; RFC 6596).
package struct CanonicalLink: Sendable, Hashable, CustomStringConvertible {
    private let target: String

    /// A link to `url`, which must be absolute and http or https; `nil` otherwise, because nobody else can fetch other
    /// sources. Characters that a URI cannot contain (controls, blanks, quotes, brackets, non-ASCII) are
    /// percent-encoded.
    package init?(to url: String) {
        let start = url.prefix(8).lowercased()
        guard start.hasPrefix("http://") || start.hasPrefix("https://") else { return nil }
        target = url.utf8.reduce(into: "") { text, byte in
            if Self.isURIByte(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }

    package var description: String { "<\(target)>; rel=\"canonical\"" }

    /// RFC 3986, 2: reserved and unreserved characters, and the percent sign of encoded ones.
    private static func isURIByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
        }
    }
}
