import Codecs
import Isolation
import NIOConcurrencyHelpers
import Rendering
import Sources

// Work in worker processes: it needs a slot, and a thread that waits, instead of a render thread.
extension ImageService {
    /// Describes on whose behalf `opened` is processed.
    func asker(
        for opened: OpenedSource, _ priority: MemoryHold.Priority
    ) async throws(ServiceError) -> SlotAsker {
        SlotAsker(
            source: try await fingerprint(of: opened), host: opened.source.host, isBatch: priority == .batch)
    }

    private func fingerprint(
        of opened: OpenedSource
    ) async throws(ServiceError) -> SourceFingerprint {
        if let fingerprint = opened.fingerprint { return fingerprint }
        return try await fingerprint(of: opened.content.bytes)
    }

    /// Distinguishes `bytes` from other sources.
    func fingerprint(
        of bytes: [UInt8]
    ) async throws(ServiceError) -> SourceFingerprint {
        guard bytes.count > Self.quicklyHashedBytes else { return SourceFingerprint(of: bytes) }
        return try await onRenderThread { () throws(ServiceError) in SourceFingerprint(of: bytes) }
    }

    /// So many bytes are hashed faster than a thread is found.
    private static let quicklyHashedBytes = 64 << 10

    /// What `work` returns, which uses a worker for something that needs too little memory to wait in line for it.
    ///
    /// - Throws: `render`, `busy`, `deadlineExceeded`, `cancelled`.
    func inWorker<Value: Sendable>(
        _ asker: SlotAsker, _ interruption: Interruption,
        _ work: @escaping @Sendable () throws(RenderError) -> Value
    ) async throws(ServiceError) -> Value {
        try checked { () throws(RenderError) in try engine.check(asker.source) }
        return try await withWorker(asker) { () async throws(ServiceError) in
            try await onWorkerThread(interruption) { () throws(ServiceError) in
                do throws(RenderError) { return try work() } catch { throw ServiceError(error) }
            }
        }
    }

    /// What `body` returns; it has a worker's slot while it runs. Waits for one without using a thread.
    ///
    /// - Throws: `busy`, `deadlineExceeded`, `cancelled`, and what `body` throws.
    func withWorker<Value>(
        _ asker: SlotAsker,
        _ body: nonisolated(nonsending) () async throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        let slot: WorkerSlots.Slot
        do throws(WorkerSlots.Refusal) {
            slot = try await RequestAccount.measure(.queue) { () async throws(WorkerSlots.Refusal) in
                try await engine.slots.enter(
                    asker, longest: asker.isBatch ? nil : memory.longestWait, most: maximumWorkerQueue)
            }
        } catch {
            throw refusal(error)
        }
        defer { engine.slots.leave(slot) }
        return try await body()
    }

    /// How many live requests may wait for a worker.
    private var maximumWorkerQueue: Int {
        memory.maximumQueue ?? workerRate.withLockedValue { $0.maximumQueue(threads: engine.slotCount) }
    }

    private func refusal(_ refusal: WorkerSlots.Refusal) -> ServiceError {
        switch refusal {
        case .cancelled: return .cancelled
        case .late:
            budget.count { $0.late += 1 }
            return .deadlineExceeded
        case .busy:
            budget.count { $0.refused += 1 }
            let seconds = workerRate.withLockedValue { rate in
                rate.secondsUntilDone(waiting: engine.slots.waitingLiveCount, threads: engine.slotCount)
            }
            return .busy(retryAfter: seconds)
        }
    }

    /// What `work` returns; it runs on a thread that does nothing else. Call it with a slot.
    func onWorkerThread<Value: Sendable>(
        _ interruption: Interruption,
        _ work: @escaping @Sendable () throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        let watch = RenderThreadWatch()
        let outcome = await engine.inWorker(interruption: interruption) {
            watch.run { Result { () throws(ServiceError) in try work() } }
        }
        return try outcome.get()
    }

    /// What `work` returns, with the errors of this module.
    func checked<Value>(_ work: () throws(RenderError) -> Value) throws(ServiceError) -> Value {
        do throws(RenderError) { return try work() } catch { throw ServiceError(error) }
    }
}
