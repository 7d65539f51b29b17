package import Jobs
import Waiting

/// What has become of the request for a batch.
package enum BatchCreation: Sendable {
    /// It runs.
    case created(Batch, ManifestReport)
    /// The batch that an earlier request with the same key has created.
    case known(Batch)
    /// The list of sources is wrong: there is no batch.
    case refused(ManifestReport)
}

extension JobStore {
    /// Creates a batch, adds the sources that `fill` reads, and starts it; if anything fails, there is no batch. `key` as in
    /// `create`.
    ///
    /// - Throws: as `create`; `JobError` for the store's own failures; what `fill` throws.
    package func createBatch(
        _ specification: BatchSpecification, key: String? = nil, fill: (inout BatchLoader) async throws -> Void
    ) async throws -> BatchCreation {
        let (batch, isNew) = try await create(specification, idempotencyKey: key)
        guard isNew else { return .known(batch) }
        // A list may arrive so slowly that the lease on its batch would end. If one extension fails, another follows; if the
        // batch is somebody else's by now, adding items says so.
        let heartbeat = Task {
            while await hasPassed(JobTiming.loadingLease / 3) { try? await extendLoading(of: batch.id) }
        }
        defer { heartbeat.cancel() }
        do {
            var loader = BatchLoader(store: self, batch: batch.id)
            try await fill(&loader)
            guard let started = try await loader.finish() else { return .refused(loader.report) }
            return .created(started, loader.report)
        } catch {
            // Its key is free again, too. A batch that cannot even be deleted stays in loading: nothing of it is done.
            try? await delete(batch.id)
            throw error
        }
    }
}
