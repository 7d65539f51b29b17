/// Reads the pieces of a structured header value, `token; name=token; name="quoted string"`, from left to right.
package struct HeaderScanner {
    private var rest: ArraySlice<UInt8>

    package init(_ text: String) {
        rest = Array(text.utf8)[...]
    }

    package var isAtEnd: Bool { rest.isEmpty }

    /// Whether all of `text` is a token (RFC 9110, 5.6.2).
    package static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
    }

    /// Whether `text` holds a control character, which no header value may.
    package static func holdsControls(_ text: String) -> Bool {
        text.utf8.contains { ($0 < 0x20 && $0 != UInt8(ascii: "\t")) || $0 == 0x7F }
    }

    package mutating func skipSpace() {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    /// Takes `byte` if it comes next; whether it did.
    package mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: byte) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// The token that comes next, `nil` when there is none.
    package mutating func token() -> String? {
        let token = rest.prefix(while: Self.isTokenByte)
        rest = rest[token.endIndex...]
        return token.isEmpty ? nil : String(decoding: token, as: UTF8.self)
    }

    /// The quoted string that comes next, without its quotes; `nil` if there is none or it does not end.
    ///
    /// A backslash escapes a quote or a backslash. In front of anything else it stands for itself: browsers on Windows
    /// send whole paths unescaped.
    package mutating func quotedString() -> String? {
        guard take("\"") else { return nil }
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                return String(decoding: value, as: UTF8.self)
            case UInt8(ascii: "\\"):
                let escapes = rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "\\")
                value.append(escapes ? rest.removeFirst() : byte)
            default:
                value.append(byte)
            }
        }
        return nil
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            tokenPunctuation.contains(byte)
        }
    }

    private static let tokenPunctuation = Array("!#$%&'*+-.^_`|~".utf8)
}
