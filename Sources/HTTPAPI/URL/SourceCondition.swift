import ImageService
import Sources

/// The day of the client's copy, where it alone decides whether an answer is sent: then the origin is asked with it, and a source that is as it
/// was is not fetched.
///
/// A client's `If-None-Match` cannot be passed on: its tags are ours, digests of which the origin's tag is one part.
struct SourceCondition: Sendable {
    private let date: HTTPDate
    private let cache: CachePolicy

    /// `nil` when there is no such day. `tagsNeedSource`: the answer's tag, which a 304 has as well (RFC 9110, 15.4.5), follows from the source's
    /// bytes.
    init?(_ client: URLClient, cache: CachePolicy, tagsNeedSource: Bool) {
        guard let date = client.conditions.ifModifiedSince, cache.sendsLastModified,
            !(cache.sendsEntityTag && tagsNeedSource),
            // Older copies are said to have changed then.
            cache.lastModifiedBuster.map({ $0 <= date }) ?? true
        else { return nil }
        self.date = date
        self.cache = cache
    }

    /// The same for a fetch: met when the client's copy is the source as it is, by what the origin or the file system says.
    func fetchCondition(now: HTTPDate) -> FetchCondition {
        FetchCondition(modifiedSince: date.description) { [self] source in
            cache.lastModified(of: source, now: now).map { $0 <= date } ?? false
        }
    }
}
