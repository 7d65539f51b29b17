/// What a purge concerns.
package enum PurgeScope: Sendable, Hashable {
    case everything
    /// All that was made of one source.
    case source(CacheKey)
    /// All that has the tag.
    case tag(CacheKey)
    /// One answer.
    case entry(CacheKey)
}

/// What becomes of the entries that a purge concerns.
package enum PurgeStrength: Sendable, Hashable {
    /// They are used once more, while they are renewed.
    case soft
    /// They are never used again.
    case hard
}

/// One purge, with its place in the order of all.
package struct Purge: Sendable, Hashable {
    /// From 1, rising: entries that were requested after it know it, and are not concerned.
    package let number: Int
    package let scope: PurgeScope
    package let strength: PurgeStrength

    package init(number: Int, scope: PurgeScope, strength: PurgeStrength) {
        self.number = number
        self.scope = scope
        self.strength = strength
    }
}
