import Caching
import ImageModel
import NIOConcurrencyHelpers
import NIOPosix
import Sources

/// Answers that are kept for the next request: in memory, on disk, or both.
///
/// No failure of it is an error: it is a miss, and a number.
package final class ResultCache: Sendable {
    /// Where an answer was found.
    package enum Tier: String, Sendable, Hashable {
        case memory, disk
    }

    struct Found: Sendable {
        let answer: CachedAnswer
        let tier: Tier
        /// What may be done with it.
        let state: Lifetime.State
        /// Seconds since its source came.
        let age: Int
        /// Holds the bytes in the budget.
        let hold: MemoryHold
    }

    package let configuration: CacheConfiguration
    let memory: MemoryTier<CachedAnswer>?
    let disk: DiskTier?
    let purges: PurgeBook
    let failures = FailureMemory(FailureMemory.Lifetimes())
    let renewals = RenewalTable()
    private let keys = NIOLockedValueBox(RecentKeys())
    private let threads: NIOThreadPool
    private let counts = NIOLockedValueBox(CacheCounts())
    /// Entries that wait for the disk.
    private let writing = NIOLockedValueBox(0)
    private static let diskThreads = 2
    private static let mostWriting = 64

    /// - Throws: `CacheError`, when the disk tier's folder cannot be used.
    init(_ configuration: CacheConfiguration) throws(CacheError) {
        self.configuration = configuration
        memory = configuration.memoryBytes > 0 ? MemoryTier(limit: configuration.memoryBytes) : nil
        if let disk = configuration.disk {
            let isNew = PurgeBook.isNew(disk.path)
            let tier = try DiskTier(
                path: disk.path, limit: disk.bytes, minimumFree: configuration.minimumFreeBytes)
            self.disk = tier
            purges = PurgeBook(folder: disk.path, isNew: isNew)
        } else {
            disk = nil
            purges = PurgeBook(folder: nil, isNew: true)
        }
        threads = NIOThreadPool(numberOfThreads: Self.diskThreads)
        threads.start()
        measureDisk()
    }

    package var gauges: CacheGauges {
        CacheGauges(
            counts: counts.withLockedValue { $0 }, memory: memory?.gauges, disk: disk?.gauges,
            failures: failures.count, purges: purges.scopeCount)
    }

    func count(_ change: (inout CacheCounts) -> Void) { counts.withLockedValue { change(&$0) } }

    /// The key of `request`; `nil` where it has none.
    func key(of request: CacheRequest, _ service: ImageService) -> CacheKey? {
        if let key = keys.withLockedValue({ $0[request] }) { return key }
        // JSON has no form for an infinite number; such a rendition cannot be made either.
        guard let text = try? request.canonicalText(service: service.limits), let key = try? CacheKey(of: text) else {
            return nil
        }
        keys.withLockedValue { $0[request] = key }
        return key
    }

    /// The answer of `key`, whatever its age, with its bytes held in the budget; `nil` when there is none that may be used.
    ///
    /// - Throws: `needsMemory`, `deadlineExceeded`, `cancelled`.
    func find(_ key: CacheKey, _ budget: Budget) async throws(ServiceError) -> Found? {
        if let answer = memory?.request(key) {
            let hold = budget.open(.work)
            hold.takeOver(answer.body.count)
            if let found = found(answer, .memory, hold) {
                disk?.request(key)
                return found
            }
            memory?.remove(key)
        }
        return try await findOnDisk(key, budget)
    }

    private func findOnDisk(_ key: CacheKey, _ budget: Budget) async throws(ServiceError) -> Found? {
        guard let disk else { return nil }
        disk.request(key)
        guard let file = await onDiskThread({ disk.find(key) }) ?? nil else { return nil }
        let hold = budget.open(.work)
        // Read whole, then parted.
        try await hold.reserve(2 * file.byteCount)
        guard let entry = await onDiskThread({ file.entry() }) ?? nil, let answer = CachedAnswer(entry) else {
            return nil
        }
        hold.finish(keeping: answer.body.count)
        guard let found = found(answer, .disk, hold) else {
            _ = await onDiskThread { disk.remove(key) }
            return nil
        }
        memory?.keep(answer, of: key, bytes: answer.byteCount)
        return found
    }

    private func found(_ answer: CachedAnswer, _ tier: Tier, _ hold: MemoryHold) -> Found? {
        let age = CacheClock.now - answer.head.stored
        let state: Lifetime.State
        switch purges.verdict(on: answer.head) {
        case .gone: return nil
        case .stale: state = .renewing
        case .untouched: state = answer.head.lifetime.state(age: age)
        }
        return Found(answer: answer, tier: tier, state: state, age: max(0, age / 1000), hold: hold)
    }

    /// Keeps `answer`; on disk, a moment later.
    func keep(_ answer: CachedAnswer) {
        let key = answer.head.key
        count { $0.stored += 1 }
        memory?.keep(answer, of: key, bytes: answer.byteCount)
        guard let disk, let entry = answer.entry else { return }
        let mayWrite = writing.withLockedValue { writing in
            guard writing < Self.mostWriting else { return false }
            writing += 1
            return true
        }
        guard mayWrite else { return count { $0.dropped += 1 } }
        threads.submit { [writing] state in
            if state == .active { disk.keep(entry) }
            writing.withLockedValue { $0 -= 1 }
        }
    }

    /// What the disk gives; `nil` once the cache is closed.
    func onDiskThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        // Only a pool that is shut down throws.
        try? await threads.runIfActive { work() }
    }

    private func measureDisk() {
        guard let disk, !disk.gauges.isMeasured else { return }
        let isClosed = isClosed
        threads.submit { _ in
            disk.measure(pause: { usleep(200) }, isCancelled: { isClosed.withLockedValue { $0 } })
        }
    }

    private let isClosed = NIOLockedValueBox(false)

    /// Ends renewals and writes, and leaves word of how much there is.
    func close() async {
        isClosed.withLockedValue { $0 = true }
        await renewals.close()
        while writing.withLockedValue({ $0 }) > 0 { _ = await onDiskThread {} }
        // It throws only when it was shut down already.
        try? await threads.shutdownGracefully()
        disk?.close()
    }
}

/// Keys that were made lately: making one takes as long as several answers out of memory.
private struct RecentKeys {
    private var keys: [CacheRequest: CacheKey] = [:]
    private static let most = 8192

    subscript(request: CacheRequest) -> CacheKey? {
        get { keys[request] }
        set {
            if keys.count >= Self.most { keys = [:] }
            keys[request] = newValue
        }
    }
}
