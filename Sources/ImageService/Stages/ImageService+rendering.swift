import CAllocator
import Codecs
import ImageModel
import Isolation
import NIOConcurrencyHelpers
import Rendering
import Sources

// Renders and facts: on a render thread, or in a worker without one.
extension ImageService {
    /// What will be made from `opened`; pure. `limits` replace the service's own; `damage` is what becomes of the
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

    /// Returns when `reservation` has `bytes`; the wait counts as time in the queue.
    func reserve(
        _ bytes: Int, in reservation: MemoryHold
    ) async throws(ServiceError) {
        try await RequestAccount.measure(.queue) { () async throws(ServiceError) in try await reservation.reserve(bytes)
        }
    }

    /// The renditions of `plan`, made as soon as its bytes are reserved: on a render thread, or in a worker with its
    /// own slot.
    ///
    /// Cancelling the task ends the wait. A render that has begun ends where its codecs can be stopped; in a worker,
    /// always.
    ///
    /// - Throws: `render`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func render(
        _ plan: RenderPlan, of opened: OpenedSource, overlays: Overlays = .none,
        priority: MemoryHold.Priority = .live
    ) async throws(ServiceError) -> [RenderedFile] {
        let place = engine.place(of: plan, opened.traits, overlays: overlays)
        let reservation = budget.open(place == .here ? .render : .isolated, priority)
        let (result, used) =
            switch place {
            case .here: try await renderHere(plan, opened, overlays, reservation)
            case .worker: try await renderInWorker(plan, opened, overlays, reservation, priority)
            }
        RequestAccount.note { facts in
            facts.rendering.add(result.measurements)
            facts.damaged += result.isDamaged ? 1 : 0
            facts.overrunBytes = max(facts.overrunBytes, used - reservation.peakBytes)
            facts.reserved(opened.source.reservation.bytes + reservation.peakBytes)
        }
        return Self.files(of: result, reservation)
    }

    /// The pictures of `result` as files whose bytes `hold` holds; pictures with the same file share it.
    private static func files(of result: RenderResult, _ hold: MemoryHold) -> [RenderedFile] {
        var files: [RenderedFile] = []
        for image in result.images {
            let same = files.first { $0.bytes?.isMade(of: image.bytes) ?? false }?.bytes
            files.append(
                RenderedFile(
                    size: image.size, format: image.format,
                    bytes: same ?? HeldBytes(image.bytes, hold), isDamaged: result.isDamaged))
        }
        return files
    }

    private func renderHere(
        _ plan: RenderPlan, _ opened: OpenedSource, _ overlays: Overlays, _ reservation: MemoryHold
    ) async throws(ServiceError) -> (result: RenderResult, used: Int) {
        let bytes = opened.content.bytes
        try await reserve(plan.peakBytes + overlays.peakBytes, in: reservation)
        let interruption = Interruption()
        return try await onRenderThread(interruption: interruption) {
            [rate, engine] () throws(ServiceError) in
            try rate.timing { () throws(ServiceError) in
                try Self.measured(reservation) { () throws(RenderError) in
                    try engine.render(plan, from: bytes, in: .here, overlays: overlays, interruption: interruption)
                }
            }
        }
    }

    /// Takes the slot first, then the bytes: waiting for a worker may take long, and should not hold bytes that others
    /// could use.
    private func renderInWorker(
        _ plan: RenderPlan, _ opened: OpenedSource, _ overlays: Overlays, _ reservation: MemoryHold,
        _ priority: MemoryHold.Priority
    ) async throws(ServiceError) -> (result: RenderResult, used: Int) {
        let (bytes, known, traits) = (opened.content.bytes, opened.known, opened.traits)
        let needed = engine.workerBytes(for: plan, sourceBytes: bytes.count) + overlays.peakBytes
        let asker = try await asker(for: opened, priority).needing(needed)
        try checked { () throws(RenderError) in try engine.check(asker.source, for: plan) }
        let interruption = Interruption()
        return try await withWorker(asker) { () async throws(ServiceError) in
            try await reserve(needed, in: reservation)
            return try await onWorkerThread(interruption) { [workerRate, engine] () throws(ServiceError) in
                try workerRate.timing { () throws(ServiceError) in
                    try Self.measured(reservation) { () throws(RenderError) in
                        try engine.render(
                            plan, from: bytes, in: .worker, known: known, traits: traits, overlays: overlays,
                            fingerprint: asker.source, interruption: interruption)
                    }
                }
            }
        }
    }

    /// What `render` makes on this thread, and the most that it allocated here; afterwards, `reservation` holds the
    /// results.
    private static func measured(
        _ reservation: MemoryHold, _ render: () throws(RenderError) -> RenderResult
    ) throws(ServiceError) -> (result: RenderResult, used: Int) {
        stillwater_allocator_reset_thread_peak()
        do throws(RenderError) {
            let result = try render()
            // The allocator counts whole size classes, which are up to a quarter larger than requested.
            let used = stillwater_allocator_thread_peak() / 5 * 4
            reservation.finish(keeping: result.images.reduce(0) { $0 + $1.bytes.count }, used: used)
            return (result, used)
        } catch {
            reservation.release()
            throw ServiceError(error)
        }
    }

    /// Facts about a source, from a worker; from a render thread if nothing is isolated.
    ///
    /// - Throws: `render`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func facts(
        _ request: SourceFacts.Request, of opened: OpenedSource, limits: RenderLimits? = nil
    ) async throws(ServiceError) -> SourceFacts {
        let (bytes, header, limits) = (opened.content.bytes, opened.header, limits ?? self.limits)
        let place = engine.placeOfFacts
        let reservation = budget.open(place == .here ? .render : .isolated)
        let needed = Renderer.peakBytes(of: request, header: header, limits: limits)
        let asker: SlotAsker? =
            if place == .worker { try await self.asker(for: opened, .live).needing(needed) } else { nil }
        let interruption = Interruption()
        let tell: @Sendable () throws(ServiceError) -> SourceFacts = { [engine] () throws(ServiceError) in
            defer { reservation.release() }
            do throws(RenderError) {
                return try engine.facts(
                    request, of: bytes, header: header, limits: limits, fingerprint: asker?.source,
                    interruption: interruption)
            } catch {
                throw ServiceError(error)
            }
        }
        guard let asker else {
            try await reserve(needed, in: reservation)
            return try await onRenderThread(interruption: interruption, tell)
        }
        try checked { () throws(RenderError) in try engine.check(asker.source) }
        return try await withWorker(asker) { () async throws(ServiceError) in
            try await reserve(needed, in: reservation)
            return try await onWorkerThread(interruption, tell)
        }
    }
}
