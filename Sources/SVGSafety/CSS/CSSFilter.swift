/// Writes CSS anew without what loads or runs something. Escapes are resolved, comments emptied.
enum CSSFilter {
    /// At-rules that stay; all others, `@import` first, go.
    private static let allowedRules: Set = [
        "media", "supports", "keyframes", "-webkit-keyframes", "-moz-keyframes", "font-face", "page", "layer",
        "container",
    ]

    /// How deep blocks may be nested; what lies deeper is dropped.
    private static let maximumDepth = 32

    /// A style sheet, or the value of a `style` attribute: declarations and rules that refer to anything but a fragment
    /// of the document are left out, the others stay.
    ///
    /// - Throws: `styleTooLong`.
    static func filtered(_ text: String) throws(SVGSafetyError) -> String {
        let tokens = try CSSTokenizer.tokens(of: text)
        return items(tokens[...], depth: 0)
    }

    /// The value of a presentation attribute, `nil` when it refers to something beyond the document.
    ///
    /// Without a backslash the value stays as it is. Without a parenthesis it can refer to nothing: an escape never makes
    /// one.
    ///
    /// - Throws: `styleTooLong`.
    static func attributeValue(_ text: String) throws(SVGSafetyError) -> String? {
        guard text.utf8.contains(UInt8(ascii: "(")) else { return text }
        let tokens = try CSSTokenizer.tokens(of: text)
        guard CSSReferences.areInternal(tokens[...]) else { return nil }
        return text.utf8.contains(UInt8(ascii: "\\")) ? tokens.map(\.text).joined() : text
    }

    /// Declarations, which end with a semicolon, and rules, which end with a block.
    private static func items(_ tokens: ArraySlice<CSSToken>, depth: Int) -> String {
        guard depth <= maximumDepth else { return "" }
        var text = ""
        var rest = tokens
        while !rest.isEmpty {
            let item = CSSItem(takingFrom: &rest)
            text += filtered(item, depth: depth)
        }
        return text
    }

    private static func filtered(_ item: CSSItem, depth: Int) -> String {
        guard isAllowed(item.prelude) else { return "" }
        let prelude = item.prelude.map(\.text).joined()
        guard let block = item.block else { return prelude + (item.endsWithSemicolon ? ";" : "") }
        return prelude + "{" + items(block, depth: depth + 1) + "}"
    }

    /// An at-keyword anywhere but in front is an error to browsers; where they begin a rule may differ from where we do.
    private static func isAllowed(_ prelude: ArraySlice<CSSToken>) -> Bool {
        let content = prelude.drop { $0 == .whitespace || $0 == .comment }
        for (position, token) in content.enumerated() {
            guard case .atKeyword(let name) = token else { continue }
            guard position == 0, allowedRules.contains(name.lowercased()) else { return false }
        }
        return CSSReferences.areInternal(prelude)
    }
}

/// One declaration or rule.
private struct CSSItem {
    /// Everything up to the semicolon or the block.
    let prelude: ArraySlice<CSSToken>
    /// What the braces hold; `nil` for a declaration.
    let block: ArraySlice<CSSToken>?
    let endsWithSemicolon: Bool

    /// Takes the first item from `tokens`, which must not be empty. Semicolons and braces inside `()` and `[]` belong to
    /// the value; braces that do not close go to the end.
    init(takingFrom tokens: inout ArraySlice<CSSToken>) {
        var depth = 0
        var index = tokens.startIndex
        while index < tokens.endIndex {
            switch tokens[index] {
            case .function, .open("("), .open("["): depth += 1
            case .close(")"), .close("]"): depth = max(0, depth - 1)
            case .semicolon where depth == 0:
                self.init(prelude: tokens[..<index], block: nil, endsWithSemicolon: true)
                tokens = tokens[(index + 1)...]
                return
            case .open("{") where depth == 0:
                let end = Self.endOfBlock(tokens[(index + 1)...])
                self.init(prelude: tokens[..<index], block: tokens[(index + 1)..<end], endsWithSemicolon: false)
                tokens = tokens[min(end + 1, tokens.endIndex)...]
                return
            default: break
            }
            index += 1
        }
        self.init(prelude: tokens, block: nil, endsWithSemicolon: false)
        tokens = tokens[tokens.endIndex...]
    }

    private init(prelude: ArraySlice<CSSToken>, block: ArraySlice<CSSToken>?, endsWithSemicolon: Bool) {
        self.prelude = prelude
        self.block = block
        self.endsWithSemicolon = endsWithSemicolon
    }

    private static func endOfBlock(_ tokens: ArraySlice<CSSToken>) -> Int {
        var depth = 0
        for index in tokens.indices {
            switch tokens[index] {
            case .open("{"): depth += 1
            case .close("}"):
                if depth == 0 { return index }
                depth -= 1
            default: break
            }
        }
        return tokens.endIndex
    }
}
