import Codecs
import ImageModel
import Isolation
import NIOConcurrencyHelpers
import Rendering
import SVGSafety
import Sources
import Storage

/// The stages of the one way (`answer`), one by one.
extension ImageService {
    /// The whole bytes of `reference`, held in the budget; no render thread is used.
    ///
    /// - Throws: `source`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func fetch(
        _ reference: SourceReference, options: FetchOptions = .standard, priority: MemoryHold.Priority = .live
    ) async throws(ServiceError) -> FetchedSource {
        let arriving = try await beginFetching(reference, options: options, priority: priority)
        return try await fetch(arriving, options: options)
    }

    /// What is said about `reference`, with its bytes still to be read.
    ///
    /// - Throws: `source`, `busy`, `cancelled`.
    func beginFetching(
        _ reference: SourceReference, options: FetchOptions = .standard, priority: MemoryHold.Priority = .live
    ) async throws(ServiceError) -> ArrivingSource {
        try admit(priority)
        RequestAccount.note { facts in
            facts.downloads += 1
            facts.source = reference.place
        }
        return try await fetching { [reader, budget] () throws(SourceError) in
            let stream = try await reader.open(reference, options: options)
            let kind = stream.metadata.byteCount == nil ? MemoryHold.Kind.growingSource : .source
            return ArrivingSource(stream: stream, reservation: budget.open(kind, priority), host: reference.remoteHost)
        }
    }

    /// The source's first `bytes` bytes, or all when it has fewer: few, that need no reservation.
    ///
    /// - Throws: `source`, `cancelled`.
    func beginning(
        of arriving: ArrivingSource, bytes: Int
    ) async throws(ServiceError) -> [UInt8] {
        try await fetching { () throws(SourceError) in try await arriving.stream.beginning(bytes: bytes) }
    }

    /// All bytes of a source that has begun to come, held in the budget.
    ///
    /// - Throws: `source`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func fetch(
        _ arriving: ArrivingSource, options: FetchOptions = .standard
    ) async throws(ServiceError) -> FetchedSource {
        try await RequestAccount.measure(.fetch) { () async throws(ServiceError) in
            guard let host = arriving.host, let byteCount = arriving.metadata.byteCount else {
                return try await received(arriving, options)
            }
            return try await hostShares.holding(byteCount, of: host) { () throws(ServiceError) in
                try await received(arriving, options)
            }
        }
    }

    private func received(
        _ arriving: ArrivingSource, _ options: FetchOptions
    ) async throws(ServiceError) -> FetchedSource {
        let reservation = arriving.reservation
        var options = options
        options.maximumUndeclaredBytes = budget.growingSourceBytes
        // One that may end early grows, too; but its length is known, and reserved at once.
        if options.beginning != nil, let byteCount = arriving.metadata.byteCount {
            try await reservation.reserve(byteCount)
        }
        do throws(SourceError) {
            let content = try await arriving.stream.content(options) { bytes in
                if bytes > reservation.bytes { try await reservation.reserve(bytes) }
            }
            reservation.complete(bytes: content.capacityBytes, contentBytes: content.bytes.count)
            let fetched = FetchedSource(
                content: content, announced: arriving.metadata, reservation: reservation, host: arriving.host)
            onFetch?(fetched)
            return fetched
        } catch {
            throw ServiceError(error)
        }
    }

    /// What `work` returns; the time that it took is noted.
    private func fetching<Value>(
        _ work: () async throws(SourceError) -> Value
    ) async throws(ServiceError) -> Value {
        do {
            return try await RequestAccount.measure(.fetch, work)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Returns when `isRight` says so of the source's bytes; asked on a render thread, as hashing takes its time.
    ///
    /// - Throws: `wrongChecksum`, `cancelled`.
    func check(
        _ fetched: FetchedSource, _ isRight: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(ServiceError) {
        let bytes = fetched.content.bytes
        try await onRenderThread { () throws(ServiceError) in
            guard isRight(bytes) else { throw .wrongChecksum }
        }
    }

    /// What will be made of `opened`; pure. `limits` stand in place of the service's own; `damage` is what becomes of the
    /// source if it is damaged.
    ///
    /// - Throws: `render`.
    func plan(
        _ renditions: [Rendition], of opened: OpenedSource, formats: FormatPolicy = .sources,
        limits: RenderLimits? = nil, damage: DamagePolicy = .refuse
    ) throws(ServiceError) -> RenderPlan {
        do {
            return try RenderPlan(
                watermark.applied(to: renditions), of: opened.header, formats: formats, limits: limits ?? self.limits,
                damage: damage)
        } catch {
            throw .render(error)
        }
    }

    /// Returns when `reservation` has `bytes`; the wait counts as one for a thread.
    func reserve(
        _ bytes: Int, in reservation: MemoryHold
    ) async throws(ServiceError) {
        try await RequestAccount.measure(.queue) { () async throws(ServiceError) in try await reservation.reserve(bytes)
        }
    }

    /// The drawing in `fetched`, written anew without anything that acts; by a worker, unless nothing is isolated.
    ///
    /// - Throws: `drawing`, `render`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func sanitised(_ fetched: FetchedSource) async throws(ServiceError) -> HeldBytes {
        let bytes = fetched.content.bytes
        // The result's buffer doubles.
        let needed = 2 * SVGSanitiser.mostBytes(of: bytes.count) + 1 << 20
        let reservation = budget.open(engine.judgesDrawingsHere ? .render : .isolated)
        guard engine.judgesDrawingsHere else {
            let clean = try await sanitisedInWorker(fetched, needed, reservation)
            return HeldBytes(clean, reservation)
        }
        try await reserve(needed, in: reservation)
        let clean = try await onRenderThread { () throws(ServiceError) in
            do throws(SVGSafetyError) {
                let clean = EncodedBytes(sharing: try SVGSanitiser.sanitised(bytes))
                reservation.finish(keeping: clean.count)
                return clean
            } catch {
                throw .drawing(error)
            }
        }
        return HeldBytes(clean, reservation)
    }

    private func sanitisedInWorker(
        _ fetched: FetchedSource, _ needed: Int, _ reservation: MemoryHold
    ) async throws(ServiceError) -> EncodedBytes {
        let bytes = fetched.content.bytes
        let asker = SlotAsker(source: try await fingerprint(of: bytes), host: fetched.host).needing(needed)
        try checked { () throws(RenderError) in try engine.check(asker.source) }
        let interruption = Interruption()
        return try await withWorker(asker) { () async throws(ServiceError) in
            try await reserve(needed, in: reservation)
            return try await onWorkerThread(interruption) { [engine] () throws(ServiceError) in
                do throws(RenderError) {
                    let clean = try engine.sanitised(
                        bytes, neededBytes: needed, fingerprint: asker.source, interruption: interruption)
                    reservation.finish(keeping: clean.count)
                    return clean
                } catch {
                    throw ServiceError(error)
                }
            }
        }
    }

    /// What `work` returns; it runs on a render thread, which may take a while to be free.
    func onRenderThread<Value: Sendable>(
        interruption: Interruption? = nil,
        _ work: @escaping @Sendable () throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        let outcome: (value: Result<Value, ServiceError>, waited: Duration)
        let watch = RenderThreadWatch()
        do {
            outcome = try await pool.run(interruption: interruption) {
                watch.run { Result { () throws(ServiceError) in try work() } }
            }
        } catch {
            throw .cancelled
        }
        RequestAccount.note { $0.queue += outcome.waited }
        return try outcome.value.get()
    }
}

extension SourceReference {
    /// Where it is: a host, `local` or `file`.
    fileprivate var place: String {
        switch self {
        case .remote(let url): url.host
        case .local: "local"
        case .file: "file"
        }
    }
}
