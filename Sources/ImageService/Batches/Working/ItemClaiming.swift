import Foundation
import Jobs
import Waiting

/// Asks the store for items of all batches in turn.
struct ItemClaiming: Sendable {
    let store: any JobStore
    let configuration: BatchConfiguration
    let goal: BatchWorker.Goal

    /// What the store returned.
    struct Claims: Sendable {
        var items: [ClaimedItem] = []
        var batches: [Batch] = []
        /// When there will be more, if there are none now.
        var next: ContinuousClock.Instant
        var isGoalReached = false
    }

    /// About `count` items; or when there will be more.
    func claim(_ count: Int) async -> Result<Claims, JobError> {
        await Result { () async throws(JobError) in
            let batches = try await store.batchesWithWork().filter { batch in
                if case .end(let id) = goal { batch.id == id } else { true }
            }
            var claims = Claims(batches: batches, next: .now + configuration.pollInterval)
            for batch in batches {
                let share = max(8, count / batches.count)
                claims.items += try await store.claim(
                    share, of: batch.id, for: configuration.worker, lease: configuration.lease)
            }
            if claims.items.isEmpty {
                claims.isGoalReached = try await isGoalReached(batches)
                claims.next = try await nextClaim(of: batches)
            }
            return claims
        }
    }

    private func isGoalReached(_ batches: [Batch]) async throws(JobError) -> Bool {
        switch goal {
        case .none: return false
        case .allDone: return !batches.contains { $0.state == .running }
        case .end(let id):
            do {
                let state = try await store.batch(id).state
                return state == .finished || state == .paused || state == .cancelled
            } catch {
                guard error.code == .notFound else { throw error }
                return true
            }
        }
    }

    private func nextClaim(of batches: [Batch]) async throws(JobError) -> ContinuousClock.Instant {
        var delay = configuration.pollInterval
        for batch in batches {
            do {
                guard let next = try await store.nextClaim(of: batch.id) else { continue }
                delay = min(delay, .seconds(max(next.timeIntervalSinceNow, 0.005)))
            } catch {
                guard error.code == .notFound else { throw error }
            }
        }
        return .now + delay
    }
}
