/// What CSS tokens refer to.
enum CSSReferences {
    /// Functions whose strings are addresses of what is loaded, beside `url()`; and the old ones that run scripts.
    private static let loadingFunctions: Set = [
        "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade", "expression", "import",
    ]

    /// Declarations that attach code.
    private static let codeProperties: Set = ["behavior", "-moz-binding", "-webkit-binding"]

    /// Whether `tokens` refer to nothing beyond the document itself: `url()` holds a fragment, and no other function or
    /// property that can load is used.
    static func areInternal(_ tokens: ArraySlice<CSSToken>) -> Bool {
        var index = tokens.startIndex
        while index < tokens.endIndex {
            switch tokens[index] {
            case .malformed: return false
            case .url(let value): if !ReferenceText.isFragment(value) { return false }
            case .ident(let name): if codeProperties.contains(name.lowercased()) { return false }
            case .function(let name):
                if loadingFunctions.contains(name.lowercased()) { return false }
                if name.lowercased() == "url", !isFragmentArgument(tokens[(index + 1)...]) { return false }
            default: break
            }
            index += 1
        }
        return true
    }

    /// The addresses beyond the document that `text` would load, in order.
    ///
    /// - Throws: `styleTooLong`.
    static func external(in text: String) throws(SVGSafetyError) -> [String] {
        let tokens = try CSSTokenizer.tokens(of: text)
        var found: [String] = []
        var isImport = false
        var openFunctions: [String] = []
        for token in tokens {
            switch token {
            case .url(let value): if !ReferenceText.isFragment(value) { found.append(value) }
            case .string(let value):
                let function = openFunctions.last ?? ""
                let loads = isImport || function == "url" || loadingFunctions.contains(function)
                if loads, !ReferenceText.isFragment(value) { found.append(value) }
            case .atKeyword(let name): isImport = name.lowercased() == "import"
            case .semicolon: isImport = false
            case .function(let name): openFunctions.append(name.lowercased())
            case .open("("): openFunctions.append(openFunctions.last ?? "")
            case .close(")"): _ = openFunctions.popLast()
            default: break
            }
        }
        return found
    }

    /// Behind `url(`: one string that is a fragment, and the end.
    private static func isFragmentArgument(_ tokens: ArraySlice<CSSToken>) -> Bool {
        // Lazily: the rest can be long, and there can be many functions.
        let content = Array(tokens.lazy.filter { $0 != .whitespace && $0 != .comment }.prefix(2))
        guard content.count == 2, case .string(let value) = content[0], content[1] == .close(")") else { return false }
        return ReferenceText.isFragment(value)
    }
}
