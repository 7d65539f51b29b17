// Texts of URLs as bytes: they are mostly ASCII, and the standard library takes microseconds even to start searching
// for a text in a text.

extension Substring {
    /// The first occurrence of `text`, which is not empty.
    func firstRange(ofBytes text: String) -> Range<Index>? {
        let wanted = text.utf8
        guard let first = wanted.first else { return nil }
        var rest = utf8
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: wanted) { return start..<rest.index(start, offsetBy: wanted.count) }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// The pieces between the occurrences of `separator`, which is not empty; empty pieces are kept.
    func pieces(separatedBy separator: String) -> [Substring] {
        var pieces: [Substring] = []
        var rest = self
        while let found = rest.firstRange(ofBytes: separator) {
            pieces.append(rest[..<found.lowerBound])
            rest = rest[found.upperBound...]
        }
        return pieces + [rest]
    }
}
