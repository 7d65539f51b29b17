package import HTTPSyntax
import Sources

/// What answers tell caches.
package struct CachePolicy: Sendable, Hashable {
    /// Seconds that an answer may be kept.
    package var ttl = 31_536_000
    /// The most seconds that an answer from a damaged source may be kept: the source may be repaired.
    package var damagedTTL = 60
    /// Whether the origin's own `Cache-Control` or `Expires` takes precedence over `ttl`.
    package var passesThrough = false
    package var sendsEntityTag = true
    /// Part of every tag: changing it makes all answers new.
    package var entityTagBuster = ""
    package var sendsLastModified = true
    /// Answers from older sources count as changed at this time.
    package var lastModifiedBuster: HTTPDate?

    package init() {}

    /// The `Cache-Control` of an answer made from `source` at `now`; `expires` is when its URL expires, 0 for never.
    func control(for source: SourceMetadata, expires: Int, now: HTTPDate) -> CacheControl {
        var control = passesThrough ? origins(source, now) ?? CacheControl(ttl: ttl) : CacheControl(ttl: ttl)
        guard expires > 0 else { return control }
        let rest = max(0, expires - now.secondsSinceEpoch)
        control.maxAge = control.maxAge.map { min($0, rest) } ?? (control.sharedLifetime == 0 ? nil : rest)
        control.sharedMaxAge = control.sharedMaxAge.map { min($0, rest) }
        return control
    }

    /// When `source` was last changed, if its origin says so.
    func lastModified(of source: SourceMetadata, now: HTTPDate) -> HTTPDate? {
        guard sendsLastModified else { return nil }
        let told = source.lastModified.flatMap { HTTPDate($0, now: now) }
        let own = told ?? source.modified.map { HTTPDate(secondsSinceEpoch: $0) }
        guard let lastModifiedBuster, let own else { return own }
        return max(own, lastModifiedBuster)
    }

    private func origins(_ source: SourceMetadata, _ now: HTTPDate) -> CacheControl? {
        if let text = source.cacheControl {
            let control = CacheControl(text)
            if !control.description.isEmpty { return control }
        }
        guard let text = source.expires else { return nil }
        // An invalid date counts as expired (RFC 9111, 5.3).
        let seconds = HTTPDate(text, now: now).map { $0.secondsSinceEpoch - now.secondsSinceEpoch } ?? 0
        return CacheControl(ttl: max(0, seconds))
    }
}
