package import Caching

/// What the cache had to do with a request.
package struct CacheOutcome: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable {
        /// Nothing can be kept of such requests.
        case bypass
        case hit
        /// Used although it was stale.
        case stale
        case miss
        /// There was one that may not be used any more.
        case expired
        /// There was one, and its source has not changed.
        case revalidated
    }

    package let status: Status
    package var tier: ResultCache.Tier?
    /// The key by which the answer is kept.
    package var key: CacheKey?
    /// Seconds since the source of the answer came; and how long it is still fresh, below 0 where it is stale.
    package var age: Int?
    package var timeToLive: Int?

    init(_ status: Status, key: CacheKey? = nil) {
        self.status = status
        self.key = key
    }

    init(_ found: ResultCache.Found, isRevalidated: Bool = false) {
        status = isRevalidated ? .revalidated : found.state == .fresh ? .hit : .stale
        tier = found.tier
        key = found.answer.head.key
        age = isRevalidated ? 0 : found.age
        timeToLive = found.answer.head.lifetime.fresh / 1000 - (age ?? 0)
    }
}

extension CacheCounts {
    mutating func note(_ found: ResultCache.Found, isRevalidated: Bool = false) {
        switch found.tier {
        case .memory: memoryHits += 1
        case .disk: diskHits += 1
        }
        if isRevalidated { revalidated += 1 } else if found.state != .fresh { stale += 1 }
    }
}
