import ImageModel

/// Reads the text of one argument according to its kind.
struct ArgumentText {
    /// Where the text comes from, which matters for a few kinds.
    enum Origin: Sendable, Hashable {
        case url
        /// Booleans must be booleans, and texts are never base64.
        case json
    }

    let text: String
    let origin: Origin

    /// - Throws: `invalidArgument` with what was expected; `proOnly` for names that only imgproxy Pro knows.
    func value(as kind: ArgumentKind) throws(RequestError) -> ArgumentValue {
        switch kind {
        case .boolean: return .boolean(try boolean())
        case .integer(let range):
            if let number = Int(text), range.contains(number) { return .integer(number) }
        case .number(let range):
            if let number = Self.number(text), range.contains(number) { return .number(number) }
        case .colour:
            if let colour = Self.colour(text) { return .colour(colour) }
        case .choice(let words):
            if words.contains(text) { return .text(text) }
            if Self.proMethods.contains(text) { throw Self.proRefusal(text) }
        case .anchor(let special): return .text(try anchor(special: special))
        case .format: return .format(try Self.format(named: text))
        case .text: return .text(text)
        case .encodedText:
            if let decoded = origin == .json ? text : Base64URL.decodedText(text) { return .text(decoded) }
        }
        throw refusal(kind)
    }

    // What imgproxy Pro accepts in the same places.
    private static let proMethods: Set<String> = ["ml"]
    private static let proAnchors: Set<String> = ["obj", "objw", "ch"]
    private static let proFormats: Set<String> = ["best", "pdf", "psd", "mp4"]

    private static func proRefusal(_ word: String) -> RequestError {
        RequestError(.proOnly, "\"\(word)\" is a feature of imgproxy Pro that is not supported here")
    }

    private func refusal(_ kind: ArgumentKind) -> RequestError {
        RequestError(.invalidArgument, "expected \(kind.expectation), got \"\(Excerpt(text))\"")
    }

    private func boolean() throws(RequestError) -> Bool {
        if Self.isTrue(text) { return true }
        guard origin == .url || Self.isFalse(text) else { throw refusal(.boolean) }
        return false
    }

    static func isTrue(_ text: String) -> Bool { ["1", "t", "T", "true", "TRUE", "True"].contains(text) }

    /// Whether `text` explicitly says false, rather than merely counting as false.
    static func isFalse(_ text: String) -> Bool { ["0", "f", "F", "false", "FALSE", "False"].contains(text) }

    private func anchor(special: [ArgumentKind.SpecialAnchor]) throws(RequestError) -> String {
        let isSpecial = special.contains { $0.rawValue == text }
        if isSpecial || AnchorNames.anchor(named: text) != nil { return text }
        if Self.proAnchors.contains(text) { throw Self.proRefusal(text) }
        throw refusal(.anchor(special: special))
    }

    /// A decimal number, possibly with an exponent; `nil` for anything else, including NaN and infinities.
    static func number(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard allowed, let number = Double(text), number.isFinite else { return nil }
        return number == 0 ? 0 : number
    }

    /// A colour of `rgb` or `rrggbb`.
    static func colour(_ text: String) -> Colour? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count else { return nil }
        switch digits.count {
        case 3: return Colour(red: digits[0] * 17, green: digits[1] * 17, blue: digits[2] * 17)
        case 6:
            return Colour(
                red: digits[0] * 16 + digits[1], green: digits[2] * 16 + digits[3], blue: digits[4] * 16 + digits[5])
        default: return nil
        }
    }

    /// The format called `name`.
    ///
    /// - Throws: `invalidArgument`, `proOnly`.
    static func format(named name: String) throws(RequestError) -> ImageFormat {
        if let format = ImageFormat(name: name) { return format }
        if proFormats.contains(name) { throw proRefusal(name) }
        throw RequestError(
            .invalidArgument, "expected \(ArgumentKind.format.expectation), got \"\(Excerpt(name))\"")
    }
}

extension Colour {
    /// Six hexadecimal digits.
    var hexadecimal: String {
        [red, green, blue].map { level in
            let digits = String(level, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
