/// What the text of a reference, such as an `href`, points to.
enum ReferenceText {
    /// Schemes that a link may lead to: nothing that runs in the document's own name.
    private static let linkSchemes: Set = ["http", "https", "mailto", "tel"]

    /// Schemes that run scripts or carry documents of their own.
    private static let runningSchemes = [
        "javascript:", "vbscript:", "livescript:", "data:", "blob:", "file:", "filesystem:",
    ]

    /// `text` as browsers read an address (WHATWG URL, 4.4): without controls and blanks around, without tabs and line
    /// breaks inside.
    static func normalised(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { $0.value > 0x20 }),
            let last = scalars.lastIndex(where: { $0.value > 0x20 })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last].filter { !isTabOrNewline($0) }))
    }

    /// Whether `text` points into the document itself: `#name`.
    static func isFragment(_ text: String) -> Bool {
        normalised(text).utf8.first == UInt8(ascii: "#")
    }

    /// The target of a link that a person may follow, normalised; `nil` when it could do more than lead there.
    ///
    /// Allowed are fragments, relative references, and the schemes http, https, mailto and tel.
    static func linkTarget(_ text: String) -> String? {
        let target = normalised(text)
        guard !target.isEmpty, !runs(target) else { return nil }
        let delimiter = target.utf8.firstIndex { byte in
            [UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains(byte)
        }
        guard let delimiter, target.utf8[delimiter] == UInt8(ascii: ":") else { return target }
        return linkSchemes.contains(target[..<delimiter].lowercased()) ? target : nil
    }

    /// Whether `text` begins with a scheme that runs something, also where somebody decodes it again later: character
    /// references and percent signs are resolved up to three times, invisible characters are skipped.
    static func runs(_ text: String) -> Bool {
        // Without one of these there is no scheme, not even an encoded one.
        guard text.utf8.contains(where: { ":&%".utf8.contains($0) }) else { return false }
        var text = visible(text)
        for _ in 0..<3 {
            if beginsWithRunningScheme(text) { return true }
            let decoded = visible(decodedOnce(text))
            if decoded == text { return false }
            text = decoded
        }
        return beginsWithRunningScheme(text)
    }

    private static func beginsWithRunningScheme(_ text: String) -> Bool {
        // Bytes, not characters: a combining mark behind the colon would be part of it.
        let start = text.lowercased().utf8
        return runningSchemes.contains { start.starts(with: $0.utf8) }
    }

    /// The first part of `text`, long enough to judge a scheme, without what does not show.
    private static func visible(_ text: String) -> String {
        let shown = text.unicodeScalars.lazy.filter { scalar in
            scalar.value > 0x20 && scalar.properties.generalCategory != .format
                && scalar.properties.generalCategory != .control && !scalar.properties.isWhitespace
        }
        return String(String.UnicodeScalarView(shown.prefix(400)))
    }

    private static func decodedOnce(_ text: String) -> String {
        text.replacing(/&#[xX]([0-9a-fA-F]{1,6});?/.asciiOnlyDigits()) { scalar($0.output.1, radix: 16) }
            .replacing(/&#([0-9]{1,7});?/.asciiOnlyDigits()) { scalar($0.output.1, radix: 10) }
            .replacing(/%([0-9a-fA-F]{2})/) { scalar($0.output.1, radix: 16) }
            .replacing("&colon;", with: ":")
            .replacing("&Tab;", with: "")
            .replacing("&NewLine;", with: "")
            .replacing("&amp;", with: "&")
    }

    private static func scalar(_ digits: Substring, radix: Int) -> String {
        UInt32(digits, radix: radix).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
    }

    private static func isTabOrNewline(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\t" || scalar == "\n" || scalar == "\r"
    }
}
