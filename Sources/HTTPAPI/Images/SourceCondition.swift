import HTTPSyntax
import ImageService
import Sources

/// What of the client's copy the origin can be asked with, so that a source that is as it was is not fetched.
struct SourceCondition: Sendable {
    private enum Kind: Sendable {
        /// A day that alone decides whether an answer is sent.
        case day(HTTPDate)
        /// One of our tags, which carries the source's.
        case tag(EntityTag, SourceTag)
    }

    private let kind: Kind
    private let cache: CachePolicy

    /// `nil` when there is nothing to ask with. `request` is the digest of what makes the answer: a tag that was made
    /// otherwise says nothing of this one. `tagsNeedSource`: the answer's tag, which a 304 has as well (RFC 9110,
    /// 15.4.5), follows from the source's bytes, so that a day alone is not enough.
    init?(_ client: URLClient, cache: CachePolicy, request: String? = nil, tagsNeedSource: Bool) {
        self.cache = cache
        if let request, cache.sendsEntityTag, case .tags(let tags)? = client.conditions.ifNoneMatch {
            let carrying = tags.lazy.compactMap { tag in SourceTag(in: tag).map { (tag, $0) } }
            guard let (tag, carried) = carrying.first(where: { $0.1.request == request }) else { return nil }
            kind = .tag(tag, carried)
            return
        }
        guard let date = client.conditions.ifModifiedSince, cache.sendsLastModified,
            !(cache.sendsEntityTag && tagsNeedSource),
            // Older copies are said to have changed then.
            cache.lastModifiedBuster.map({ $0 <= date }) ?? true
        else { return nil }
        kind = .day(date)
    }

    /// The client's tag, where it is what decides.
    var tag: EntityTag? { if case .tag(let tag, _) = kind { tag } else { nil } }

    /// The same for a fetch: met when the client's copy is the source as it is, by what the origin or the file system says.
    func fetchCondition(now: HTTPDate) -> FetchCondition {
        switch kind {
        case .day(let day):
            return FetchCondition(modifiedSince: day.description) { [cache] source in
                cache.lastModified(of: source, now: now).map { $0 <= day } ?? false
            }
        case .tag(_, let carried):
            switch carried.validator {
            // An origin may send all of it, and the tag that it was asked with.
            case .tag(let tag): return FetchCondition(entityTag: tag) { $0.entityTag == tag }
            case .day(let day): return FetchCondition(modifiedSince: day) { _ in false }
            }
        }
    }
}

extension FetchPlan {
    /// Asks for the range that `client` wants of a source that goes out as it is, if it wants one of the source that it
    /// knows: an `If-Range` with one of our tags is asked with what the tag carries.
    mutating func askForRange(of client: URLClient, request: String) {
        guard let wanted = client.range else { return }
        guard let condition = client.ifRange else {
            range = wanted
            return
        }
        guard let carried = EntityTag(condition).flatMap({ SourceTag(in: $0) }), carried.request == request else {
            return
        }
        range = wanted
        switch carried.validator {
        case .tag(let tag): rangeValidator = tag
        case .day(let day): rangeValidator = day
        }
    }
}
