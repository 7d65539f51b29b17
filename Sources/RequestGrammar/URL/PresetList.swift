/// Reads presets as configured: `name=option:argument/option:argument`.
package struct PresetList: Sendable {
    /// Name to options.
    package private(set) var presets: [String: String] = [:]

    /// The presets in `lines`; empty lines and those that begin with `#` are ignored. The last definition of a name
    /// counts.
    ///
    /// - Throws: `invalidField` for a line without a name, without options, or with more than one `=`.
    package init(_ lines: some Sequence<String>) throws(RequestError) {
        for line in lines {
            let text = SizeListGrammar.trimmed(Substring(line.filter { !$0.isNewline && $0 != "\t" }))
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(SizeListGrammar.trimmed)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw RequestError(.invalidField, "preset \"\(Excerpt(text))\": expected NAME=OPTIONS with one =")
            }
            presets[String(parts[0])] = String(parts[1])
        }
    }
}
