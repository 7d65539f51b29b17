import Jobs
import Waiting

/// Follows batches in a store, and displays them.
struct BatchWatch: Sendable {
    let store: any JobStore
    /// The batches to follow; empty: all that have work.
    let ids: [BatchID]

    /// The interval between two looks.
    private static let interval = Duration.milliseconds(250)

    /// Shows the batches until each has ended or paused by itself, or the task is cancelled.
    ///
    /// - Throws: `notFound`, and the store's own failures.
    func follow(_ display: inout BatchProgressDisplay) async throws(JobError) {
        var (meter, seen) = (BatchProgressMeter(), ids)
        repeat {
            if ids.isEmpty {
                for batch in try await store.batchesWithWork() where !seen.contains(batch.id) { seen.append(batch.id) }
            }
            try await look(seen, &meter)
            display.show(meter, at: .now)
            if !ids.isEmpty, meter.batches.allSatisfy(\.hasCome) { break }
        } while await hasPassed(Self.interval)
        display.close()
    }

    private func look(_ ids: [BatchID], _ meter: inout BatchProgressMeter) async throws(JobError) {
        var (batches, failures): ([Batch], [String: Int]) = ([], [:])
        for id in ids {
            do throws(JobError) {
                batches.append(try await store.batch(id))
                failures.merge(try await store.failures(of: id)) { $0 + $1 }
            } catch {
                // If others are followed as well, one may have been deleted in the meantime.
                guard error.code == .notFound, self.ids.isEmpty else { throw error }
            }
        }
        meter.look(batches, failures: failures, at: .now)
    }
}

extension Batch {
    /// Whether it has ended, or paused because of failures: nothing more happens by itself.
    var hasCome: Bool {
        switch state {
        case .finished, .cancelled: true
        case .paused: pauseReason != nil
        case .loading, .running: false
        }
    }
}
