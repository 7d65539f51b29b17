package import ImageModel
package import Isolation
import NIOConcurrencyHelpers
import Profiling
package import Rendering
package import Sources
package import Storage
import Waiting

/// The use cases: a source in, its renditions out. One way for requests, command line and batches.
package struct ImageService: Sendable {
    let reader: SourceReader
    private(set) var pool: RenderPool
    package private(set) var engine: RenderEngine
    let store: DirectoryStore?
    package let limits: RenderLimits
    let watermark: WatermarkConfiguration
    /// What becomes of damaged sources; `nil` leaves it to where their pictures go.
    let damage: DamagePolicy?
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
    let renders = JoinTable<RenderKey, (RenderOutcome, RenderTrace)>()
    /// For tests: sees each source that has been fetched.
    let onFetch: (@Sendable (FetchedSource) -> Void)?

    /// `store` is `nil` when nothing may be stored: requests that name a template are then refused.
    package init(
        reader: SourceReader, pool: RenderPool, store: DirectoryStore? = nil, limits: RenderLimits = RenderLimits(),
        memory: MemoryConfiguration = MemoryConfiguration(),
        watermark: WatermarkConfiguration = WatermarkConfiguration(), damage: DamagePolicy? = nil,
        engine: RenderEngine = .inProcess,
        onFetch: (@Sendable (FetchedSource) -> Void)? = nil
    ) {
        self.reader = reader
        self.pool = pool
        self.engine = engine
        self.store = store
        self.limits = limits
        self.watermark = watermark
        self.damage = damage
        self.memory = memory
        self.onFetch = onFetch
        let workers = memory.workerBytes(engine.standingBytes)
        let (images, overlays) = (memory.cacheBytes(watermark.cacheBytes), memory.cacheBytes(16 << 20))
        self.images = ImageCache(maximumBytes: images)
        shownOverlays = OverlayCache(maximumBytes: overlays)
        // What the caches may hold is nobody else's. Two renders a thread: one that runs, one that is ready to.
        budget = Budget(
            bytes: memory.limitBytes - memory.processBytes - workers - images - overlays, slots: pool.threadCount * 2,
            longestWait: memory.longestWait)
        hostShares = HostShares(limit: HostRules.arrivingBytes(of: budget.sourceShareBytes))
    }

    /// Requests that wait: for a fetch, for memory, for a render thread, or for a worker.
    package var waitingCount: Int {
        pool.queueLength + budget.waitingCount + reader.waitingCount + hostShares.waitingCount
            + engine.slots.waitingCount
    }

    /// Bytes that renders have allocated and not freed at the moment.
    package var workingBytes: Int { pool.workingBytes }

    /// Bytes of pictures that are kept for later requests.
    package var cachedBytes: Int { images.byteCount + shownOverlays.byteCount }

    /// What waits for a render thread alone.
    package var renderQueueLength: Int { pool.queueLength }

    /// Refuses a live request when too many wait already, those for workers aside. Asked once a request, before anything is done for it.
    ///
    /// - Throws: `busy`.
    package func admit(_ priority: MemoryHold.Priority = .live) throws(ServiceError) {
        // What batches wait for comes behind it.
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

    /// The same service with other threads, and workers that give way to others, for batches; memory, caches and fetches are
    /// shared.
    func rendering(on pool: RenderPool) -> ImageService {
        var service = self
        service.pool = pool
        service.rate = NIOLockedValueBox(WorkRate())
        service.workerRate = NIOLockedValueBox(WorkRate())
        service.engine = engine.yielding
        return service
    }

    /// Where renditions can be stored; `nil`: nowhere.
    package var outputRoot: String? { store?.root }

    /// Sends messages to addresses that clients name, where sources may be fetched from, too.
    package var poster: RemotePoster { reader.poster }

    /// Fetches the source once, decodes it once, and makes every rendition; stores them if the request says so.
    ///
    /// `trace` is filled as far as the request got, also when this throws. Cancelling the task ends the fetch, and the
    /// wait for a render thread; a render that has begun ends first.
    package func render(
        _ request: RenderRequest, trace: inout RenderTrace
    ) async throws(ServiceError) -> RenderOutcome {
        let labels = ProfileLabels.current.with("priority", request.priority.rawValue)
        return try await ProfileLabels.withTaskLabels(labels) { () async throws(ServiceError) in
            try await made(request, &trace)
        }
    }

    private func made(
        _ request: RenderRequest, _ trace: inout RenderTrace
    ) async throws(ServiceError) -> RenderOutcome {
        trace.sources = 1
        guard request.store == nil || store != nil else { throw .noStore }
        let (fetched, names) = try await content(of: request, &trace)
        trace.peakReservedBytes = fetched.reservation.peakBytes
        if let isRight = request.isRight { try await check(fetched, trace: &trace, isRight) }
        let opened = try await open(
            fetched, for: request.renditions, hashing: request.store?.uses(.hash) ?? false, priority: request.priority,
            damage: damagePolicy(for: request.destination), trace: &trace)
        var outcome = try await outcome(of: request, opened, &trace)
        outcome.stem = request.stem ?? names.stem
        if let template = request.store {
            let start = ContinuousClock.now
            defer { trace.write += .now - start }
            try await keep(&outcome, of: request, as: template, names: names, hash: opened.hash ?? "")
            (outcome.reservation, outcome.sourceReservation) = (nil, nil)
        }
        trace.renditions = outcome.outputs.count
        trace.bytesOut = outcome.outputs.reduce(0) { $0 + $1.image.byteCount }
        return outcome
    }

    /// The names that a template can use of a source.
    struct SourceNames {
        var stem: String
        var directory: String
        var host = "local"
        var columns: [String: String] = [:]
    }

    private func content(
        of request: RenderRequest, _ trace: inout RenderTrace
    ) async throws(ServiceError) -> (source: FetchedSource, names: SourceNames) {
        switch request.source {
        case .upload(let upload):
            try check(upload, limit: request.fetching.maximumBytes)
            try await upload.reservation.reserve(upload.bytes.capacity)
            upload.reservation.complete(bytes: upload.bytes.capacity, contentBytes: upload.bytes.count)
            let content = SourceContent(
                bytes: upload.bytes, metadata: SourceMetadata(name: upload.name), capacityBytes: upload.bytes.capacity)
            let names = SourceNames(stem: Self.stem(of: upload.name), directory: "")
            return (FetchedSource(content: content, reservation: upload.reservation), names)
        case .reference(let reference):
            let fetched = try await fetchShared(
                reference, options: request.fetching, priority: request.priority, trace: &trace)
            let names = SourceNames(
                stem: Self.stem(of: fetched.content.name), directory: reference.directory, host: reference.host)
            return (fetched, names)
        }
    }

    private func check(_ upload: Upload, limit: Int?) throws(ServiceError) {
        guard let limit, upload.bytes.count > limit else { return }
        throw .source(SourceError(.tooLarge, "The upload has \(upload.bytes.count) bytes; \(limit) are allowed."))
    }

    private func keep(
        _ outcome: inout RenderOutcome, of request: RenderRequest, as template: NameTemplate, names: SourceNames,
        hash: String
    ) async throws(ServiceError) {
        guard let store else { throw .noStore }
        var names = names
        names.directory = request.directory ?? names.directory
        do {
            let (files, paths) = try Self.paths(for: outcome, of: request.renditions, template, names, hash: hash)
            try request.claims?.claim(paths)
            for (file, path) in zip(files, paths) {
                guard let bytes = outcome.outputs[file].bytes else { continue }
                try await store.write(bytes, to: path)
                for index in outcome.outputs.indices where outcome.outputs[index].bytes === bytes {
                    outcome.outputs[index].path = path
                    outcome.outputs[index].bytes = nil
                }
            }
        } catch {
            throw error.code == .cancelled ? .cancelled : .storage(error)
        }
    }

    /// The outputs that are files of their own, and their paths.
    ///
    /// - Throws: `collision`.
    static func paths(
        for outcome: RenderOutcome, of renditions: [Rendition], _ template: NameTemplate, _ names: SourceNames,
        hash: String
    ) throws(StorageError) -> (files: [Int], paths: [String]) {
        let files = distinctFiles(outcome.outputs)
        let values = files.map { index in
            let (image, rendition) = (outcome.outputs[index].image, renditions[index])
            return NameValues(
                stem: names.stem, dir: names.directory, host: names.host, hash: hash, size: image.size,
                fit: rendition.fit, format: image.format, quality: quality(of: rendition, as: image.format),
                index: index + 1, columns: names.columns)
        }
        return (files, try template.paths(for: values))
    }

    /// The quality that a file was written with; `nil` where its format has none.
    private static func quality(of rendition: Rendition, as format: ImageFormat) -> Int? {
        format.hasQuality ? rendition.quality ?? format.defaultQuality : nil
    }

    /// The outputs that are files of their own: of those that share one, the first.
    static func distinctFiles(_ outputs: [RenderOutcome.Output]) -> [Int] {
        outputs.indices.filter { index in
            !outputs[..<index].contains { $0.bytes === outputs[index].bytes }
        }
    }

    /// A file name without its last extension.
    package static func stem(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
