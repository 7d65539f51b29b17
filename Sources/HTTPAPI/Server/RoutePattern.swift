import Foundation

/// The paths of a route: `/v1/batches/{id}/items`, where `{id}` is any text without a slash, or `/v1/batches/**`, where
/// `**` is anything. A slash at the end makes no difference.
struct RoutePattern: Sendable, Hashable {
    private enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
    }

    let text: String
    private let segments: [Segment]
    /// Whether anything may follow; something has to.
    private let isOpen: Bool

    init(_ text: String) {
        self.text = text
        isOpen = text.hasSuffix("/**")
        segments = Self.split(isOpen ? text.dropLast(3) : text[...]).map { segment in
            let isParameter = segment.hasPrefix("{") && segment.hasSuffix("}")
            return isParameter ? .parameter(String(segment.dropFirst().dropLast())) : .literal(String(segment))
        }
    }

    /// The values of the parameters, by name, if `path`, without a query, is one of these paths.
    func match(_ path: some StringProtocol) -> [String: String]? {
        var parts = Self.split(Substring(path))
        if parts.count == segments.count + 1, parts.last == "" { parts.removeLast() }
        guard isOpen ? parts.count > segments.count : parts.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .literal(let text): guard part == text else { return nil }
            case .parameter(let name):
                guard !part.isEmpty else { return nil }
                values[name] = part.removingPercentEncoding ?? String(part)
            }
        }
        return values
    }

    private static func split(_ path: Substring) -> [Substring] {
        guard !path.isEmpty else { return [] }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if path.hasPrefix("/") { parts.removeFirst() }
        return parts
    }
}
