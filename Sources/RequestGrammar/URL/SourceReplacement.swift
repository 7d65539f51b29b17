/// A rule that replaces the beginning of a source: `mycdn://*/=https://${1}.example.org/`.
package struct SourceReplacement: Sendable, Hashable {
    /// Matched at the beginning; `*` matches any text without a slash.
    private let pieces: [Substring]
    /// `${1}` and so on are replaced by what the stars matched.
    private let replacement: String

    /// A rule; an empty `pattern` matches everything, and `replacement` is then put in front.
    package init(pattern: String, replacement: String) {
        pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
        self.replacement = replacement
    }

    /// `source` with its beginning replaced, if it matches. Stars match as much as possible.
    ///
    /// Cost: linear in `source`; with several stars in one segment, a power of that segment's length.
    package func applied(to source: String) -> String {
        guard source.hasPrefix(pieces[0]) else { return source }
        var captures: [Substring] = []
        let rest = source.dropFirst(pieces[0].count)
        guard let tail = Self.match(pieces.dropFirst(), rest, &captures) else { return source }
        var text = replacement
        for (index, capture) in captures.enumerated().reversed() {
            let parts = text.split(separator: "${\(index + 1)}", omittingEmptySubsequences: false)
            text = parts.joined(separator: String(capture))
        }
        return text + tail
    }

    /// What remains after the pieces, each preceded by a star; `nil` if they do not match.
    private static func match(
        _ pieces: ArraySlice<Substring>, _ text: Substring, _ captures: inout [Substring]
    ) -> Substring? {
        guard let piece = pieces.first else { return text }
        var end = text.firstIndex(of: "/") ?? text.endIndex
        while true {
            let rest = text[end...]
            if rest.hasPrefix(piece) {
                captures.append(text[..<end])
                if let tail = match(pieces.dropFirst(), rest.dropFirst(piece.count), &captures) { return tail }
                captures.removeLast()
            }
            guard end > text.startIndex else { return nil }
            end = text.index(before: end)
        }
    }
}
