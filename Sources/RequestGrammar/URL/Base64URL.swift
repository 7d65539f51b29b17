import Foundation

/// Base64 with the URL-safe alphabet, without padding (RFC 4648, section 5).
enum Base64URL {
    static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        var text = Data(bytes).base64EncodedString()
        while text.last == "=" { text.removeLast() }
        return String(text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }

    /// The decoded bytes of `text`; `nil` for padding, other characters or an impossible length.
    static func decoded(_ text: some StringProtocol) -> [UInt8]? {
        guard text.utf8.allSatisfy(isOfAlphabet) else { return nil }
        let standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard padding.count < 3, let data = Data(base64Encoded: standard + padding) else { return nil }
        return [UInt8](data)
    }

    /// The decoded UTF-8 text of `text`, with or without padding; `nil` if it is not valid.
    static func decodedText(_ text: some StringProtocol) -> String? {
        let end = text.lastIndex { $0 != "=" }
        guard let end else { return text.isEmpty ? "" : nil }
        return decoded(text[...end]).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private static func isOfAlphabet(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
