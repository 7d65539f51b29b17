package import ImageModel

/// One answer as it is kept: its bytes, what its owner wants to know of it, and for how long it is right.
package struct CacheEntry: Sendable {
    package var head: EntryHead
    package let body: EncodedBytes

    package init(head: EntryHead, body: EncodedBytes) {
        self.head = head
        self.body = body
    }

    /// About what it takes in memory.
    package var byteCount: Int { body.count + head.byteCount }
}

/// What is known of an entry beside its bytes.
package struct EntryHead: Sendable, Hashable {
    package let key: CacheKey
    /// The key of the source it was made from: purging that purges all that was made of it.
    package let source: CacheKey
    /// Keys of the tags that purge it: the origin's and the request's.
    package let tags: [CacheKey]
    /// When the source's answer came, in milliseconds since 1970.
    package var stored: Int
    package var lifetime: Lifetime
    /// The number of the last purge that was known when the source was requested. A later one may concern the entry.
    package var purges: Int
    /// What its owner keeps with it, in a form of its own.
    package var facts: [UInt8]

    package init(
        key: CacheKey, source: CacheKey, tags: [CacheKey] = [], stored: Int, lifetime: Lifetime, purges: Int = 0,
        facts: [UInt8] = []
    ) {
        self.key = key
        self.source = source
        self.tags = tags
        self.stored = stored
        self.lifetime = lifetime
        self.purges = purges
        self.facts = facts
    }

    /// About what it takes in memory, with its place in the tables.
    var byteCount: Int { facts.count + tags.count * CacheKey.byteCount + 320 }
}
