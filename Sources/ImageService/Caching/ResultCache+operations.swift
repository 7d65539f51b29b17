package import Caching
import ImageModel

/// What operators see of an entry.
package struct CacheEntryFacts: Sendable, Encodable {
    package let key: String
    package let source: String
    package let format: String
    package let width: Int
    package let height: Int
    package let bytes: Int
    /// Seconds since its source came, and until it is stale; below 0 where it is.
    package let age: Int
    package let timeToLive: Int
    /// About how often it was requested lately, 0…15.
    package let requests: Int?
    package let tier: String

    init(_ answer: CachedAnswer, _ tier: ResultCache.Tier, requests: Int?) {
        key = answer.head.key.hexadecimal
        source = answer.facts.sourceText
        format = answer.facts.file.format.rawValue
        width = answer.facts.file.size.width
        height = answer.facts.file.size.height
        bytes = answer.body.count
        age = (CacheClock.now - answer.head.stored) / 1000
        timeToLive = answer.head.lifetime.fresh / 1000 - age
        self.requests = requests
        self.tier = tier.rawValue
    }
}

// For operators.
extension ResultCache {
    /// The entries in memory that are requested most.
    package func mostWanted(_ count: Int) -> [CacheEntryFacts] {
        (memory?.mostWanted(count) ?? []).map { CacheEntryFacts($0.value, .memory, requests: $0.requests) }
    }

    /// What is kept under `key`, also where a purge concerns it.
    package func entry(_ key: CacheKey) async -> CacheEntryFacts? {
        if let answer = memory?.peek(key) { return CacheEntryFacts(answer, .memory, requests: nil) }
        guard let disk, let entry = await onDiskThread({ disk.find(key)?.entry() }) ?? nil else { return nil }
        return CachedAnswer(entry).map { CacheEntryFacts($0, .disk, requests: nil) }
    }

    /// Purges `scopes`: when it returns, no answer that they concern is used any more, or only once more where it is soft.
    ///
    /// - Throws: `unusableFolder`.
    package func purge(_ scopes: [PurgeScope], _ strength: PurgeStrength) async throws(CacheError) {
        count { $0.purges += 1 }
        failures.clear()
        let done = await onDiskThread { [purges] in
            Result { () throws(CacheError) in try purges.purge(scopes, strength) }
        }
        try done?.get()
    }

    /// The number of the last purge.
    package var lastPurge: Int { purges.last }

    /// Refuses all requests for a source from now on, or no longer; whether that changed something. What is kept of it is
    /// purged.
    ///
    /// - Throws: `unusableFolder`.
    package func block(_ source: CacheKey, _ isBlocked: Bool) async throws(CacheError) -> Bool {
        let changed = await onDiskThread { [purges] in
            Result { () throws(CacheError) in try purges.block(source, isBlocked) }
        }
        if isBlocked { try await purge([.source(source)], .hard) }
        return try changed?.get() ?? false
    }

    package var blockedCount: Int { purges.blockedCount }
}
