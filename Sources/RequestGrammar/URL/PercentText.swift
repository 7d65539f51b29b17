import Cryptography

/// Percent-encoding of texts in a path (RFC 3986, section 2.1).
enum PercentText {
    /// `text` with everything encoded that would end a plain source or is not allowed in a path.
    static func encoded(_ text: some StringProtocol) -> String {
        let bytes = text.utf8.flatMap { allowed.contains($0) ? [$0] : PercentCoding.encoded($0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What RFC 3986 allows in a path, except `@`, which separates the format.
    private static let allowed = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:/".utf8)
}
