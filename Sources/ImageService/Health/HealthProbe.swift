import NIOConcurrencyHelpers
import Waiting

/// Knows whether renders work, from one that is made now and then; asking in between costs next to nothing.
final class HealthProbe: Sendable {
    typealias Work = @Sendable () async throws(ServiceError) -> Void

    private struct State {
        var lastSuccess: ContinuousClock.Instant?
        var running: SharedWork<Void>?

        func hasSucceeded(before now: ContinuousClock.Instant) -> Bool {
            lastSuccess.map { now < $0 + HealthProbe.lifetime } ?? false
        }
    }

    /// How long a success counts.
    static let lifetime = Duration.seconds(1)
    /// How long to wait for a result: threads that hang return none.
    static let patience = Duration.seconds(10)

    private let state = NIOLockedValueBox(State())

    /// Returns if `work` succeeded less than `lifetime` before `now`, or succeeds within `patience`. It runs at most
    /// once at a time: others wait for the same run, which goes on even if they give up.
    ///
    /// - Throws: what `work` throws, which is not remembered; `deadlineExceeded`, `cancelled`.
    func check(
        now: ContinuousClock.Instant = .now, patience: Duration = patience, _ work: @escaping Work
    ) async throws(ServiceError) {
        guard let (running, member) = join(work, now) else { return }
        let outcome = await withTaskGroup(of: Result<Void, ServiceError>?.self) { group in
            group.addTask {
                await Result { () async throws(ServiceError) in try await running.value(for: member) }
            }
            group.addTask { await hasPassed(patience) ? .failure(.deadlineExceeded) : nil }
            defer { group.cancelAll() }
            for await case let outcome? in group { return outcome }
            return .failure(.cancelled)
        }
        try outcome.get()
    }

    /// A place among those who wait for the current run, or for `work`, which is begun; `nil` if a recent success
    /// counts.
    private func join(_ work: @escaping Work, _ now: ContinuousClock.Instant) -> (SharedWork<Void>, member: Int)? {
        let (place, isNew) = state.withLockedValue { state -> ((SharedWork<Void>, member: Int)?, Bool) in
            if state.hasSucceeded(before: now) { return (nil, false) }
            if let running = state.running, let member = running.enter() { return ((running, member), false) }
            let shared = SharedWork<Void>()
            // This member never leaves: the work goes on even if all others give up.
            guard shared.enter() != nil, let member = shared.enter() else { return (nil, false) }
            state.running = shared
            return ((shared, member), true)
        }
        if isNew { place?.0.begin { () async throws(ServiceError) in try await self.run(work) } }
        return place
    }

    private func run(_ work: Work) async throws(ServiceError) {
        let outcome = await Result { () async throws(ServiceError) in try await work() }
        state.withLockedValue { state in
            if case .success = outcome { state.lastSuccess = .now }
            state.running = nil
        }
        try outcome.get()
    }
}
