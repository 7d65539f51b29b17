import Foundation
import Jobs
import Waiting

/// Asks the store for items of all batches in turn.
struct BatchClaiming: Sendable {
    let store: any JobStore
    let configuration: BatchConfiguration
    let goal: BatchRunner.Goal

    /// About `count` items; or when there will be some.
    func claim(_ count: Int) async -> Result<BatchRun.Claims, JobError> {
        await Result { () async throws(JobError) in
            let batches = try await store.batchesWithWork().filter { batch in
                if case .end(let id) = goal { batch.id == id } else { true }
            }
            var claims = BatchRun.Claims(batches: batches, next: .now + configuration.pollInterval)
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

/// Tells the store what has become of items.
struct BatchReporting: Sendable {
    let store: any JobStore

    func report(
        _ reports: [ItemReport], _ returned: [(lease: ItemLease, delay: Duration?)]
    ) async -> Result<Void, JobError> {
        await Result { () async throws(JobError) in
            _ = try await store.finish(reports)
            let now = Date()
            for (delay, leases) in Dictionary(grouping: returned, by: \.delay) {
                try await store.release(leases.map(\.lease), until: delay.map { now + $0 / .seconds(1) })
            }
        }
    }
}
