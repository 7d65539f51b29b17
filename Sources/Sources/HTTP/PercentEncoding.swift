import Cryptography

/// Percent-encoding of URL parts (RFC 3986, section 2.1).
enum PercentEncoding {
    /// `text` for a request line: bytes that a path or query must not contain are encoded.
    ///
    /// Existing encodings stay; a `%` that begins none becomes `%25`.
    static func encodedPathAndQuery(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") ? startsWithTwoDigits(rest) : allowed.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += PercentCoding.encoded(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// unreserved, sub-delims, ":", "@", "/" and "?" of RFC 3986.
    private static let allowed = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?".utf8)

    private static func startsWithTwoDigits(_ rest: some Collection<UInt8>) -> Bool {
        let next = rest.prefix(2)
        return next.count == 2 && next.allSatisfy(PercentCoding.isDigit)
    }
}
