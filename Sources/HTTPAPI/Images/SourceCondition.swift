import HTTPSyntax
import ImageService
import Sources

/// The validator of the client's copy that can be sent to the origin, so that an unchanged source is not fetched.
struct SourceCondition: Sendable {
    private enum Kind: Sendable {
        /// A date, if it alone decides whether an answer is sent.
        case day(HTTPDate)
        /// One of our tags, which contains the source's.
        case tag(EntityTag, SourceTag)
    }

    private let kind: Kind
    private let cache: CachePolicy

    /// `nil` if there is no such validator. `request` is the digest of what determines the answer: a tag of another
    /// answer says nothing about this one. `tagsNeedSource`: the answer's tag, which a 304 needs as well (RFC 9110,
    /// 15.4.5), is computed from the source's bytes, so a date is not enough.
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
            // Older copies count as changed at that time.
            cache.lastModifiedBuster.map({ $0 <= date }) ?? true
        else { return nil }
        kind = .day(date)
    }

    /// The client's tag, if the tag decides.
    var tag: EntityTag? { if case .tag(let tag, _) = kind { tag } else { nil } }

    /// The same for a fetch: met if the client's copy was made from the current source, by what the origin or the file
    /// system says.
    func fetchCondition(now: HTTPDate) -> FetchCondition {
        switch kind {
        case .day(let day):
            return FetchCondition(modifiedSince: day.description) { [cache] source in
                cache.lastModified(of: source, now: now).map { $0 <= day } ?? false
            }
        case .tag(_, let carried):
            switch carried.validator {
            // An origin may send the whole source with the very tag that it was asked with.
            case .tag(let tag): return FetchCondition(entityTag: tag) { $0.entityTag == tag }
            case .day(let day): return FetchCondition(modifiedSince: day) { _ in false }
            }
        }
    }
}

extension FetchPlan {
    /// Requests the range that `client` wants of a source that is passed on unchanged, if it wants it of the source
    /// that it knows: an `If-Range` with one of our tags becomes one with the tag inside it.
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
