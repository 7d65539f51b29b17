package import Caching
import Glibc

/// What has come of requests that a cache could answer, since the start.
package struct CacheCounts: Sendable, Hashable {
    /// By where they were found.
    package var memoryHits = 0
    package var diskHits = 0
    /// Of the hits: used while they were renewed, and used because they could not be.
    package var stale = 0
    package var staleOnError = 0
    package var misses = 0
    /// Requests that nothing can be kept of: uploads, stores, sources that are passed on.
    package var bypassed = 0
    /// The origin said that its source had not changed, so that nothing was rendered.
    package var revalidated = 0
    package var renewals = 0
    package var failedRenewals = 0
    /// Failures that were remembered.
    package var failures = 0
    package var stored = 0
    /// Not written to the disk because it could not keep up.
    package var dropped = 0
    /// Answers that must not be kept: by their origin, or because they may be another client's tomorrow.
    package var uncacheable = 0
    package var purges = 0
    package var blocked = 0
}

/// All numbers of a cache.
package struct CacheGauges: Sendable {
    package let counts: CacheCounts
    /// `nil` where there is no such tier.
    package let memory: MemoryTierGauges?
    package let disk: DiskTier.Gauges?
    /// Failures that are remembered now.
    package let failures: Int
    /// Scopes of purges that are remembered.
    package let purges: Int
}

/// The clock of what is kept beyond a process.
enum CacheClock {
    /// Milliseconds since 1970.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
