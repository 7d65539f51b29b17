package import HTTPSyntax

/// What a client already has, as it says in a GET or HEAD (RFC 9110, 13.2.2).
package struct RequestConditions: Sendable, Hashable {
    package let ifNoneMatch: EntityTagCondition?
    package let ifModifiedSince: HTTPDate?

    /// Reads the values of `If-None-Match` and `If-Modified-Since`. A value that breaks its grammar is ignored; with
    /// `If-None-Match`, even a broken one, `If-Modified-Since` does not count.
    package init(ifNoneMatch: String?, ifModifiedSince: String?, now: HTTPDate) {
        self.ifNoneMatch = ifNoneMatch.flatMap { EntityTagCondition($0) }
        self.ifModifiedSince = ifNoneMatch == nil ? ifModifiedSince.flatMap { HTTPDate($0, now: now) } : nil
    }

    /// No conditions.
    package static let none = RequestConditions(
        ifNoneMatch: nil, ifModifiedSince: nil, now: HTTPDate(secondsSinceEpoch: 0))

    /// Whether there are none.
    package var isEmpty: Bool { ifNoneMatch == nil && ifModifiedSince == nil }

    /// Whether the answer for a representation with these validators is 304.
    package func areMet(entityTag: EntityTag?, lastModified: HTTPDate?) -> Bool {
        if let ifNoneMatch {
            guard let entityTag else { return ifNoneMatch == .any }
            return ifNoneMatch.matches(entityTag)
        }
        guard let ifModifiedSince, let lastModified else { return false }
        return lastModified <= ifModifiedSince
    }
}
