/// A client's text as repeated in an error: at most 60 characters.
struct Excerpt: CustomStringConvertible {
    private static let limit = 60

    let description: String

    init(_ text: some StringProtocol) {
        let start = text.prefix(Self.limit)
        description = start.endIndex == text.endIndex ? String(start) : "\(start)…"
    }
}
