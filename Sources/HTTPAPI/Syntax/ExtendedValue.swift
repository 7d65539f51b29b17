/// A parameter's value in any script: `UTF-8'language'percent-encoded` (RFC 8187).
enum ExtendedValue {
    /// The text of `value`. The language is of no use to a file name and is dropped.
    ///
    /// - Throws: `malformedHeader` for another charset, broken percent signs, bytes that are not UTF-8, or controls.
    static func decoded(_ value: String) throws(BodyError) -> String {
        let pieces = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard pieces.count == 3, pieces[0].lowercased() == "utf-8", let bytes = percentDecoded(pieces[2].utf8),
            let text = String(validating: bytes, as: UTF8.self), !HeaderScanner.holdsControls(text)
        else {
            throw BodyError(.malformedHeader, "An extended value must be like UTF-8''na%C3%AFve.jpg.")
        }
        return text
    }

    /// `text` in this form; everything but letters, digits and `!#$&+-.^_`|~` is percent-encoded.
    static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "UTF-8''") { value, byte in
            if isPlain(byte) {
                value.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                value += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }

    private static func percentDecoded(_ text: Substring.UTF8View) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }

    /// `attr-char` of RFC 8187, 3.2.1.
    private static func isPlain(_ byte: UInt8) -> Bool {
        let character = Character(Unicode.Scalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber || "!#$&+-.^_`|~".contains(character))
    }
}
