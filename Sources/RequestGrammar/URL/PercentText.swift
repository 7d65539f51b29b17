import Cryptography

/// Percent-encoding of texts in a path (RFC 3986, section 2.1).
enum PercentText {
    /// `text` with each `%XX` replaced by its byte; `nil` if a `%` lacks its two digits or the bytes are not valid
    /// UTF-8.
    static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let escaped = HexText.bytes(String(decoding: rest.prefix(2), as: UTF8.self)), escaped.count == 1
            else { return nil }
            bytes += escaped
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// `text` with everything encoded that would end a plain source or is not allowed in a path.
    static func encoded(_ text: some StringProtocol) -> String {
        var result = ""
        for byte in text.utf8 {
            if allowed.contains(byte) {
                result.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                result += "%" + HexText.text([byte]).uppercased()
            }
        }
        return result
    }

    /// What RFC 3986 allows in a path, except `@`, which separates the format.
    private static let allowed = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:/".utf8)
}
