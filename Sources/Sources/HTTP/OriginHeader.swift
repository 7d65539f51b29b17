/// A header field that is sent to origins.
package struct OriginHeader: Sendable, Hashable {
    package let name: String
    package let value: String

    /// `nil` if it is not a valid field, or one that belongs to the connection, the range or the condition of a
    /// request.
    package init?(name: String, value: String) {
        guard Self.mayGoOut(name), value.utf8.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        self.name = name
        self.value = value
    }

    /// Reads `Name: value`.
    init?(parsing text: some StringProtocol) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        self.init(name: String(text[..<colon]), value: String(value))
    }

    /// Whether others than this service may set fields called `name`.
    package static func mayGoOut(_ name: String) -> Bool {
        let isToken = name.utf8.allSatisfy { byte in
            byte >= 0x21 && byte < 0x7F && !Array("\"(),/:;<=>?@[\\]{}".utf8).contains(byte)
        }
        let lower = name.lowercased()
        return isToken && !name.isEmpty && !reserved.contains(lower) && !lower.hasPrefix("if-")
            && !lower.hasPrefix("proxy-")
    }

    private static let reserved: Set = [
        "host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "keep-alive", "expect",
        "range", "accept-encoding", RequestNotes.fieldName.lowercased(),
    ]
}

/// Header fields in the configuration, and where they are sent.
package struct OriginHeaders: Sendable {
    private struct Rule: Sendable {
        /// `nil`: to the origin that a request names, but not to others that it redirects to.
        let pattern: SourcePattern?
        let header: OriginHeader
    }

    private var rules: [Rule] = []

    /// No fields.
    package init() {}

    /// Reads `Name: value`, optionally after a pattern of sources: `https://*.example.com/ Name: value`.
    ///
    /// - Throws: `notConfigured`; the message omits the values, which may be secret.
    package init(_ texts: [String]) throws(SourceError) {
        for text in texts {
            let first = text.prefix { $0 != " " }
            let hasPattern = first.contains("://")
            let pattern = hasPattern ? try SourcePattern(String(first)) : nil
            guard
                let header = OriginHeader(
                    parsing: hasPattern ? text.dropFirst(first.count).drop { $0 == " " } : text[...])
            else {
                let name = text.dropFirst(hasPattern ? first.count : 0).prefix { $0 != ":" }
                throw SourceError(
                    .notConfigured,
                    "\(name.prefix(60)) is not a header that can be set; write Name: value, or https://host/ Name: value"
                )
            }
            rules.append(Rule(pattern: pattern, header: header))
        }
    }

    /// The fields for `url`; `isNamed`: it is the one in the request, or has the same origin.
    func headers(for url: RemoteURL, isNamed: Bool) -> [OriginHeader] {
        guard !rules.isEmpty else { return [] }
        let place = SourcePlace(.remote(url))
        return rules.filter { $0.pattern.map { $0.matches(place) } ?? isNamed }.map(\.header)
    }
}
