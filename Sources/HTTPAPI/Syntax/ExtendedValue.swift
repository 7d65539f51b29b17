import Cryptography
import HTTPSyntax

/// A parameter's value in any script: `UTF-8'language'percent-encoded` (RFC 8187).
enum ExtendedValue {
    /// The text of `value`. The language is of no use to a file name and is dropped.
    ///
    /// - Throws: `malformedHeader` for another charset, broken percent signs, bytes that are not UTF-8, or controls.
    static func decoded(_ value: String) throws(BodyError) -> String {
        let pieces = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard pieces.count == 3, pieces[0].lowercased() == "utf-8", let text = PercentCoding.text(of: pieces[2]),
            !HeaderScanner.holdsControls(text)
        else {
            throw BodyError(.malformedHeader, "An extended value must be like UTF-8''na%C3%AFve.jpg.")
        }
        return text
    }

    /// `text` in this form; everything but letters, digits and `!#$&+-.^_`|~` is percent-encoded.
    static func encoded(_ text: String) -> String {
        let bytes = text.utf8.flatMap { isPlain($0) ? [$0] : PercentCoding.encoded($0) }
        return "UTF-8''" + String(decoding: bytes, as: UTF8.self)
    }

    /// `attr-char` of RFC 8187, 3.2.1.
    private static func isPlain(_ byte: UInt8) -> Bool {
        let character = Character(Unicode.Scalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber || "!#$&+-.^_`|~".contains(character))
    }
}
