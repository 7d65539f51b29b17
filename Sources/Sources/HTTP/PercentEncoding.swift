/// Percent-encoding of URL parts (RFC 3986, section 2.1).
enum PercentEncoding {
    /// `text` with each `%XX` replaced by its byte; `nil` where a `%` lacks its two digits or the bytes are no UTF-8.
    static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// `text` as it may stand in a request line: bytes that no path or query may hold are encoded.
    ///
    /// What is encoded already stays; a `%` that starts no encoding becomes `%25`.
    static func encodedPathAndQuery(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") ? startsWithTwoDigits(rest) : allowed.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += encoded(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `%FC` for 0xFC.
    static func encoded(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    /// unreserved, sub-delims, ":", "@", "/" and "?" of RFC 3986.
    private static let allowed = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?".utf8)

    private static func startsWithTwoDigits(_ rest: some Collection<UInt8>) -> Bool {
        let next = rest.prefix(2)
        return next.count == 2 && next.allSatisfy { digit($0) != nil }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
