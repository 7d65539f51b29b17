/// How much memory the service may hold, and who waits for it.
package struct MemoryConfiguration: Sendable, Hashable {
    /// Bytes that all work in flight and the caches may hold together.
    package var limitBytes: Int
    /// Requests that may wait; `nil`: as many as about ten seconds of work.
    package var maximumQueue: Int?
    /// How long a live request may wait for memory or a render thread.
    package var longestWait: Duration

    /// With practically no limit.
    package init(limitBytes: Int = 1 << 50, maximumQueue: Int? = nil, longestWait: Duration = .seconds(30)) {
        self.limitBytes = limitBytes
        self.maximumQueue = maximumQueue
        self.longestWait = longestWait
    }

    /// The part of the limit for memory that nobody counts: fetches and connections, freed pages that are not returned
    /// yet, and what the idle process holds beyond the 64 MiB that it may have. 24 MiB, but at most a quarter.
    var processBytes: Int { min(24 << 20, limitBytes / 4) }

    /// The part for worker processes, which hold `bytes` without work: at most a quarter of the limit.
    func workerBytes(_ bytes: Int) -> Int { min(bytes, limitBytes / 4) }

    /// The part for a cache of up to `bytes`: at most a sixteenth of the limit.
    func cacheBytes(_ bytes: Int) -> Int { min(bytes, limitBytes / 16) }
}
