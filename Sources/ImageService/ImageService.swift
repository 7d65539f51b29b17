import Caching
import ImageModel
package import Isolation
import NIOConcurrencyHelpers
import Rendering
package import Sources
import Storage
import Waiting

/// The use cases: a source in, its renditions out. One way for requests, command line and batches (`answer`).
package struct ImageService: Sendable {
    let reader: SourceReader
    package private(set) var pool: RenderPool
    package private(set) var engine: RenderEngine
    private(set) var store: RenditionStore?
    let limits: RenderLimits
    let watermark: WatermarkConfiguration
    /// The picture instead of sources that are not available, for requests that name none of their own.
    let fallback: ConfiguredImage?
    /// What becomes of damaged sources; `nil`: it depends on where their pictures go.
    let damage: DamagePolicy?
    /// Answers that are kept for the next request; `nil`: none are.
    package let cache: ResultCache?
    let images: ImageCache
    let shownOverlays: OverlayCache
    let health = HealthProbe()
    let memory: MemoryConfiguration
    package let budget: Budget
    let hostShares: HostShares
    private(set) var rate = NIOLockedValueBox(WorkRate())
    /// Of renders in workers, which wait in a line of their own.
    private(set) var workerRate = NIOLockedValueBox(WorkRate())
    let fetches = JoinTable<FetchKey, FetchedSource>()
    let renders = JoinTable<RenderKey, [RenderedFile]>()

    /// Use `withImageService`, which opens and closes the parts.
    init(
        reader: SourceReader, pool: RenderPool, store: RenditionStore?, limits: RenderLimits,
        memory: MemoryConfiguration, watermark: WatermarkConfiguration, damage: DamagePolicy?,
        fallback: ConfiguredImage?, cachedFallbackImages: Int, engine: RenderEngine, cache: ResultCache?
    ) {
        self.reader = reader
        self.pool = pool
        self.engine = engine
        self.store = store
        self.limits = limits
        self.watermark = watermark
        self.fallback = fallback
        self.damage = damage
        self.cache = cache
        self.memory = memory
        let workers = memory.workerBytes(engine.standingBytes)
        let (images, overlays) = (memory.cacheBytes(watermark.cacheBytes), memory.cacheBytes(16 << 20))
        self.images = ImageCache(
            maximumBytes: images,
            maximumEntries: [.watermark: watermark.cachedWatermarks, .fallback: cachedFallbackImages])
        shownOverlays = OverlayCache(maximumBytes: overlays)
        // The caches' part is reserved for them. Two renders per thread: one that runs, and one that is ready.
        budget = Budget(
            bytes: memory.limitBytes - memory.processBytes - workers - images - overlays, slots: pool.threadCount * 2,
            longestWait: memory.longestWait)
        if let memory = cache?.memory {
            budget.lend(upTo: memory.gauges.limit) { memory.limit(to: $0) }
        }
        hostShares = HostShares(limit: HostRules.arrivingBytes(of: budget.sourceShareBytes))
    }

    /// Requests that wait: for a fetch, for memory, for a render thread, or for a worker.
    package var waitingCount: Int {
        pool.queueLength + budget.waitingCount + reader.waitingCount + hostShares.waitingCount
            + engine.slots.waitingCount
    }

    /// Bytes that running renders have allocated and not freed.
    package var workingBytes: Int { pool.workingBytes }

    /// Bytes of pictures that are kept for later requests.
    package var cachedBytes: Int {
        images.byteCount + shownOverlays.byteCount + (cache?.memory?.gauges.bytes ?? 0)
    }

    /// How many wait for a render thread.
    package var renderQueueLength: Int { pool.queueLength }

    /// Refuses a live request if too many are already waiting, not counting those for workers. Called once per request,
    /// before any work for it.
    ///
    /// - Throws: `busy`.
    package func admit(_ priority: MemoryHold.Priority = .live) throws(ServiceError) {
        // Batches wait behind it.
        let waiting = pool.queueLength + budget.waitingLiveCount + reader.waitingCount
        guard priority == .live, waiting > 0 else { return }
        let (most, seconds) = rate.withLockedValue { rate in
            (
                rate.maximumQueue(threads: pool.threadCount),
                rate.secondsUntilDone(waiting: waiting, threads: pool.threadCount)
            )
        }
        guard waiting >= memory.maximumQueue ?? most else { return }
        budget.count { $0.refused += 1 }
        throw .busy(retryAfter: seconds)
    }

    package var renderThreads: Int { pool.threadCount }

    /// The same service for batches, with its own threads and store, and workers that give way to others. Memory,
    /// caches and fetches are shared.
    func forBatches(_ pool: RenderPool, _ store: RenditionStore) -> ImageService {
        var service = self
        service.pool = pool
        service.store = store
        service.rate = NIOLockedValueBox(WorkRate())
        service.workerRate = NIOLockedValueBox(WorkRate())
        service.engine = engine.yielding
        return service
    }

    /// Whether renditions can be stored.
    package var canStore: Bool { store != nil }

    /// Sends messages to addresses that clients name; the same ones that sources may be fetched from.
    package var poster: RemotePoster { reader.poster }

    /// A file name without its last extension.
    package static func stem(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
