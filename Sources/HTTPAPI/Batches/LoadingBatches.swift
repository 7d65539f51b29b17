import Jobs
import NIOConcurrencyHelpers

/// The batches whose lists are arriving at this moment.
///
/// One that is still loading and is not among them was left by a request that a crash has ended.
final class LoadingBatches: Sendable {
    private let batches = NIOLockedValueBox<Set<BatchID>>([])

    /// Whether `batch` is being loaded here.
    func contains(_ batch: BatchID) -> Bool { batches.withLockedValue { $0.contains(batch) } }

    func enter(_ batch: BatchID) { batches.withLockedValue { _ = $0.insert(batch) } }

    func leave(_ batch: BatchID) { batches.withLockedValue { _ = $0.remove(batch) } }
}
