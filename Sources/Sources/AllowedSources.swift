/// The sources that requests may name.
struct AllowedSources: Sendable {
    private let patterns: [[Substring]]

    /// Beginnings of addresses, where `*` stands for any text without a slash; none allows all.
    init(_ beginnings: [String]) {
        patterns = beginnings.map { $0.split(separator: "*", omittingEmptySubsequences: false) }
    }

    /// - Throws: `notAllowed`.
    func check(_ reference: SourceReference) throws(SourceError) {
        let address = Self.address(of: reference)
        guard !patterns.isEmpty, !patterns.contains(where: { Self.matches($0[...], address[...]) }) else { return }
        throw SourceError(.notAllowed, "The source is not among those that are allowed here.")
    }

    private static func address(of reference: SourceReference) -> String {
        switch reference {
        case .remote(let url): url.description
        case .local(let path): "local:///" + path
        case .file(let path): "file://" + path
        }
    }

    /// Whether `text` begins with the pieces, with anything but slashes between them.
    private static func matches(_ pieces: ArraySlice<Substring>, _ text: Substring) -> Bool {
        guard let piece = pieces.first else { return true }
        guard text.hasPrefix(piece) else { return false }
        var rest = text.dropFirst(piece.count)
        let others = pieces.dropFirst()
        guard !others.isEmpty else { return true }
        while true {
            if matches(others, rest) { return true }
            guard let next = rest.first, next != "/" else { return false }
            rest = rest.dropFirst()
        }
    }
}
