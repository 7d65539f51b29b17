import Caching
import HTTPSyntax
import Sources

extension FreshnessRules.Origin {
    /// What the origin of `source` said, which came at `now`.
    init(_ source: SourceMetadata, now: HTTPDate) {
        self.init()
        // RFC 9111, section 4.2.3: an age that can't be read is none.
        age = source.age.flatMap { Int($0) }.map { max(0, $0) } ?? 0
        if let text = source.cacheControl {
            let control = CacheControl(text)
            sharedMaxAge = control.sharedMaxAge
            maxAge = control.maxAge
            staleWhileRevalidate = control.staleWhileRevalidate
            staleIfError = control.staleIfError
            forbidsStoring = control.isNoStore
            isPrivate = control.isPrivate
            asksEachTime = control.isNoCache
            if control.isMustRevalidate || control.isProxyRevalidate {
                // Section 5.2.2.2: it must not be used when it is stale.
                (staleWhileRevalidate, staleIfError) = (0, 0)
            }
        }
        guard let text = source.expires else { return }
        let date = source.date.flatMap { HTTPDate($0, now: now) } ?? now
        // Section 5.3: a text that is not a date has expired.
        expires = HTTPDate(text, now: now).map { $0.secondsSinceEpoch - date.secondsSinceEpoch } ?? 0
    }
}

extension SourceMetadata {
    /// What is said of a source that has not changed: what its origin says now, and what it said before where it is silent
    /// now (RFC 9111, section 4.3.4).
    func confirmed(by now: SourceMetadata) -> SourceMetadata {
        var confirmed = self
        confirmed.cacheControl = now.cacheControl ?? cacheControl
        confirmed.expires = now.expires ?? expires
        (confirmed.date, confirmed.age) = (now.date, now.age)
        return confirmed
    }

    /// Whether the source can be asked for its changes, by its origin or by the file system.
    var hasValidator: Bool { entityTag != nil || lastModified != nil || modified != nil }

    /// A condition that is met where the source is still as it was when this was said.
    var unchanged: FetchCondition? {
        guard hasValidator else { return nil }
        return FetchCondition(modifiedSince: entityTag == nil ? lastModified : nil, entityTag: entityTag) { now in
            if let entityTag { return now.entityTag == entityTag }
            if let lastModified { return now.lastModified == lastModified && now.byteCount == byteCount }
            return now.modified == modified && now.modifiedNanoseconds == modifiedNanoseconds
                && now.byteCount == byteCount
        }
    }
}
