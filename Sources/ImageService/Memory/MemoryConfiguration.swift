/// How much memory the service may hold, and who waits for it.
package struct MemoryConfiguration: Sendable, Hashable {
    /// Bytes that all work in flight and the caches may hold together.
    package var limitBytes: Int
    /// Requests that may wait; `nil`: as many as about ten seconds of work.
    package var maximumQueue: Int?
    /// How long a live request may wait for memory or a render thread.
    package var longestWait: Duration

    /// Without a limit to speak of.
    package init(limitBytes: Int = 1 << 50, maximumQueue: Int? = nil, longestWait: Duration = .seconds(30)) {
        self.limitBytes = limitBytes
        self.maximumQueue = maximumQueue
        self.longestWait = longestWait
    }

    /// What is kept back of the limit for what nobody counts: fetches and connections, freed pages that are not given back yet, and
    /// what the process holds when it is idle beyond the 64 MiB that are allowed it. 24 MiB, but no more than a quarter.
    var processBytes: Int { min(24 << 20, limitBytes / 4) }

    /// What is kept back for worker processes that would hold `bytes` without work: no more than a quarter.
    func workerBytes(_ bytes: Int) -> Int { min(bytes, limitBytes / 4) }

    /// What a cache that may keep `bytes` gets of the limit: no more than a sixteenth.
    func cacheBytes(_ bytes: Int) -> Int { min(bytes, limitBytes / 16) }
}
