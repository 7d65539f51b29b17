import CAllocator
package import Codecs
package import ImageModel
import Isolation
import NIOConcurrencyHelpers
package import Rendering
import SVGSafety
package import Sources
import Storage

/// The stages of a request one by one, for callers that answer between them; `render(_:trace:)` runs them in a row.
extension ImageService {
    /// The whole bytes of `reference`, held in the budget; no render thread is used.
    ///
    /// - Throws: `source`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    package func fetch(
        _ reference: SourceReference, options: FetchOptions = .standard, priority: MemoryHold.Priority = .live,
        trace: inout RenderTrace
    ) async throws(ServiceError) -> FetchedSource {
        let arriving = try await beginFetching(reference, options: options, priority: priority, trace: &trace)
        return try await fetch(arriving, options: options, trace: &trace)
    }

    /// What is said about `reference`, with its bytes still to be read.
    ///
    /// - Throws: `source`, `busy`, `cancelled`.
    package func beginFetching(
        _ reference: SourceReference, options: FetchOptions = .standard, priority: MemoryHold.Priority = .live,
        trace: inout RenderTrace
    ) async throws(ServiceError) -> ArrivingSource {
        try admit(priority)
        trace.downloads += 1
        RequestProgress.current?.fetch(from: reference)
        return try await fetching(&trace) { [reader, budget] () throws(SourceError) in
            let stream = try await reader.open(reference, options: options)
            let kind = stream.metadata.byteCount == nil ? MemoryHold.Kind.growingSource : .source
            return ArrivingSource(stream: stream, reservation: budget.open(kind, priority), host: reference.remoteHost)
        }
    }

    /// The source's first `bytes` bytes, or all when it has fewer: few, that need no reservation.
    ///
    /// - Throws: `source`, `cancelled`.
    package func beginning(
        of arriving: ArrivingSource, bytes: Int, trace: inout RenderTrace
    ) async throws(ServiceError) -> [UInt8] {
        try await fetching(&trace) { () throws(SourceError) in try await arriving.stream.beginning(bytes: bytes) }
    }

    /// All bytes of a source that has begun to come, held in the budget.
    ///
    /// - Throws: `source`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    package func fetch(
        _ arriving: ArrivingSource, options: FetchOptions = .standard, trace: inout RenderTrace
    ) async throws(ServiceError) -> FetchedSource {
        guard let host = arriving.host, let byteCount = arriving.metadata.byteCount else {
            return try await received(arriving, options, &trace)
        }
        return try await hostShares.holding(byteCount, of: host) { () throws(ServiceError) in
            try await received(arriving, options, &trace)
        }
    }

    private func received(
        _ arriving: ArrivingSource, _ options: FetchOptions, _ trace: inout RenderTrace
    ) async throws(ServiceError) -> FetchedSource {
        let reservation = arriving.reservation
        var options = options
        options.maximumUndeclaredBytes = budget.growingSourceBytes
        // One that may end early grows, too; but its length is known, and reserved at once.
        if options.beginning != nil, let byteCount = arriving.metadata.byteCount {
            try await reservation.reserve(byteCount)
        }
        return try await fetching(&trace) { [options] () throws(SourceError) in
            let content = try await arriving.stream.content(options) { bytes in
                if bytes > reservation.bytes { try await reservation.reserve(bytes) }
            }
            reservation.complete(bytes: content.capacityBytes, contentBytes: content.bytes.count)
            let fetched = FetchedSource(content: content, reservation: reservation)
            onFetch?(fetched)
            return fetched
        }
    }

    /// What `work` returns; the time that it took is noted.
    private func fetching<Value>(
        _ trace: inout RenderTrace, _ work: () async throws(SourceError) -> Value
    ) async throws(ServiceError) -> Value {
        let start = ContinuousClock.now
        defer { trace.fetch += .now - start }
        do {
            return try await RequestProgress.Stage.fetch.run(work)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Returns when `isRight` says so of the source's bytes; asked on a render thread, as hashing takes its time.
    ///
    /// - Throws: `wrongChecksum`, `cancelled`.
    package func check(
        _ fetched: FetchedSource, trace: inout RenderTrace, _ isRight: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(ServiceError) {
        let bytes = fetched.content.bytes
        try await onRenderThread(&trace) { () throws(ServiceError) in
            guard isRight(bytes) else { throw .wrongChecksum }
        }
    }

    /// The header of a fetched source, and its hash if wanted; without decoding a pixel. On a render thread, but for
    /// small sources of the commonest kinds, which take less time than finding a thread.
    ///
    /// Where all of `renditions` want the small picture that a file carries, the header is that picture's.
    ///
    /// Drawings are judged here, too: what they hold is bounded before anything is drawn.
    ///
    /// - Throws: `render`, `drawing`, `cancelled`.
    package func open(
        _ fetched: FetchedSource, for renditions: [Rendition] = [], hashing: Bool = false, trace: inout RenderTrace
    ) async throws(ServiceError) -> OpenedSource {
        let usesThumbnail = !renditions.isEmpty && RenderPlan.usesThumbnail(renditions)
        let bytes = fetched.content.bytes
        trace.bytesIn += bytes.count
        if let header = engine.quickHeader(of: bytes) {
            return try opened(fetched, hashing) { () throws(RenderError) in (header, nil) }
        }
        let interruption = Interruption()
        return try await onRenderThread(&trace, interruption: interruption) { [self] () throws(ServiceError) in
            // Before a library sees it: some take for ever over the header already.
            try Self.inspect(bytes)
            return try opened(fetched, hashing) { () throws(RenderError) in
                try engine.open(bytes, usesThumbnail: usesThumbnail, interruption: interruption)
            }
        }
    }

    /// The source as `open` finds it, which is not asked before the parts of the file are counted.
    private func opened(
        _ fetched: FetchedSource, _ hashing: Bool,
        _ open: () throws(RenderError) -> (header: SourceHeader, known: WorkerSource?)
    ) throws(ServiceError) -> OpenedSource {
        let bytes = fetched.content.bytes
        do throws(RenderError) {
            try limits.check(SourceStructure(of: bytes))
            let (header, known) = try open()
            return OpenedSource(
                source: fetched, header: header, hash: hashing ? SourceHash.of(bytes) : nil, known: known)
        } catch {
            throw ServiceError(error)
        }
    }

    /// What will be made of `opened`; pure. `limits` stand in place of the service's own.
    ///
    /// - Throws: `render`.
    package func plan(
        _ renditions: [Rendition], of opened: OpenedSource, formats: FormatPolicy = .sources,
        limits: RenderLimits? = nil
    ) throws(ServiceError) -> RenderPlan {
        do {
            return try RenderPlan(
                watermark.applied(to: renditions), of: opened.header, formats: formats, limits: limits ?? self.limits)
        } catch {
            throw .render(error)
        }
    }

    /// The renditions of `plan`, made on a render thread once the bytes that it needs are had.
    ///
    /// Cancelling the task ends the wait, and a render that has begun where its codecs can be stopped.
    ///
    /// - Throws: `render`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    package func render(
        _ plan: RenderPlan, of opened: OpenedSource, overlays: Overlays = .none,
        priority: MemoryHold.Priority = .live, trace: inout RenderTrace
    ) async throws(ServiceError) -> RenderOutcome {
        let (bytes, known) = (opened.content.bytes, opened.known)
        let reservation = budget.open(.render, priority)
        let extraBytes = engine.extraBytes(for: plan, sourceBytes: bytes.count)
        try await reserve(plan.peakBytes + overlays.peakBytes + extraBytes, in: reservation, &trace)
        let interruption = Interruption()
        let (result, used) = try await onRenderThread(&trace, interruption: interruption) {
            [rate, engine] () throws(ServiceError) in
            let start = ContinuousClock.now
            stillwater_allocator_reset_thread_peak()
            defer { rate.withLockedValue { $0.add(.now - start) } }
            do throws(RenderError) {
                let result = try engine.render(
                    plan, from: bytes, known: known, overlays: overlays, interruption: interruption)
                // The allocator counts whole size classes, which are up to a quarter larger than what was asked for.
                let used = stillwater_allocator_thread_peak() / 5 * 4
                reservation.finish(keeping: result.images.reduce(0) { $0 + $1.bytes.count }, used: used)
                return (result, used)
            } catch {
                reservation.release()
                throw ServiceError(error)
            }
        }
        trace.rendering.add(result.measurements)
        let outcome = RenderOutcome(
            source: plan.source, stem: Self.stem(of: opened.content.name), sourceBytes: bytes.count,
            outputs: result.images.map { image in
                let facts = RenderedImageFacts(
                    size: image.size, format: image.format, frames: image.frames, byteCount: image.bytes.count)
                return RenderOutcome.Output(image: facts, bytes: image.bytes)
            },
            reservation: reservation)
        trace.renditions += outcome.outputs.count
        trace.bytesOut += outcome.outputs.reduce(0) { $0 + $1.image.byteCount }
        trace.overrunBytes = max(trace.overrunBytes, used - reservation.peakBytes)
        trace.peakReservedBytes = max(
            trace.peakReservedBytes, opened.source.reservation.bytes + reservation.peakBytes)
        return outcome
    }

    /// Returns when `reservation` has `bytes`; the wait counts as one for a thread.
    func reserve(
        _ bytes: Int, in reservation: MemoryHold, _ trace: inout RenderTrace
    ) async throws(ServiceError) {
        let start = ContinuousClock.now
        defer { trace.queue += .now - start }
        try await reservation.reserve(bytes)
    }

    /// The drawing in `fetched`, written anew without anything that acts.
    ///
    /// - Throws: `drawing`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    package func sanitised(
        _ fetched: FetchedSource, trace: inout RenderTrace
    ) async throws(ServiceError) -> (bytes: [UInt8], reservation: MemoryHold) {
        let bytes = fetched.content.bytes
        let reservation = budget.open(.render)
        // The result is at most six times as long, and its buffer doubles.
        try await reserve(bytes.count * 12 + 1 << 20, in: reservation, &trace)
        let clean = try await onRenderThread(&trace) { () throws(ServiceError) in
            do throws(SVGSafetyError) {
                let clean = try SVGSanitiser.sanitised(bytes)
                reservation.finish(keeping: clean.capacity)
                return clean
            } catch {
                throw .drawing(error)
            }
        }
        return (clean, reservation)
    }

    /// Facts about a source, told on a render thread.
    ///
    /// - Throws: `render`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    package func facts(
        _ request: SourceFacts.Request, of opened: OpenedSource, limits: RenderLimits? = nil,
        trace: inout RenderTrace
    ) async throws(ServiceError) -> SourceFacts {
        let (bytes, header, limits) = (opened.content.bytes, opened.header, limits ?? self.limits)
        let reservation = budget.open(.render)
        try await reserve(Renderer.peakBytes(of: request, header: header, limits: limits), in: reservation, &trace)
        let interruption = Interruption()
        return try await onRenderThread(&trace, interruption: interruption) { [engine] () throws(ServiceError) in
            defer { reservation.release() }
            do throws(RenderError) {
                return try engine.facts(
                    request, of: bytes, header: header, limits: limits, interruption: interruption)
            } catch {
                throw ServiceError(error)
            }
        }
    }

    /// A file out of the beginning of a source, which tells its header and metadata as the whole would; `nil` when more bytes are needed.
    package func header(
        in beginning: [UInt8], needs: FileBeginning.Needs
    ) async -> [UInt8]? {
        do {
            return try await pool.run { [engine] in
                guard let closed = FileBeginning.closed(beginning, needs: needs) else { return nil }
                do throws(RenderError) {
                    _ = try engine.header(of: closed)
                    return closed
                } catch {
                    // A header that can't be read yet only means that more is needed.
                    return nil
                }
            }.value
        } catch {
            return nil
        }
    }

    /// What `work` returns; it runs on a render thread, which may take a while to be free.
    func onRenderThread<Value: Sendable>(
        _ trace: inout RenderTrace, interruption: Interruption? = nil,
        _ work: @escaping @Sendable () throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        let outcome: (value: (value: Result<Value, ServiceError>, allocatedBytes: Int), waited: Duration)
        let watch = RenderThreadWatch()
        do {
            outcome = try await pool.run(interruption: interruption) {
                watch.run { Result { () throws(ServiceError) in try work() } }
            }
        } catch {
            throw .cancelled
        }
        trace.queue += outcome.waited
        trace.allocatedBytes += outcome.value.allocatedBytes
        return try outcome.value.value.get()
    }

    /// Refuses drawings that act, or hold too much; other sources pass.
    ///
    /// - Throws: `drawing`.
    static func inspect(_ bytes: [UInt8]) throws(ServiceError) {
        guard ImageFormat(signatureOf: bytes) == .svg else { return }
        do throws(SVGSafetyError) {
            _ = try SVGInspector.check(bytes)
        } catch {
            throw .drawing(error)
        }
    }
}
