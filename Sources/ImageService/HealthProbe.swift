import NIOConcurrencyHelpers
import Sources

/// Knows whether renders work, from one that is made now and then; asking costs next to nothing in between.
final class HealthProbe: Sendable {
    typealias Work = @Sendable () async throws(ServiceError) -> Void
    private typealias Outcome = Result<Void, ServiceError>

    private struct State {
        var lastSuccess: ContinuousClock.Instant?
        var isRunning = false
        var nextTicket = 0
        var waiting: [Int: AsyncStream<Outcome>.Continuation] = [:]

        func hasSucceeded(before now: ContinuousClock.Instant) -> Bool {
            lastSuccess.map { now < $0 + HealthProbe.lifetime } ?? false
        }
    }

    /// How long a success counts.
    static let lifetime = Duration.seconds(1)
    /// How long an answer is waited for: threads that hang give none.
    static let patience = Duration.seconds(10)

    private let state = NIOLockedValueBox(State())

    /// Returns when `work` succeeded less than `lifetime` before `now`, or succeeds within `patience`. It runs at most once at a
    /// time: whoever asks meanwhile waits for the same, and it goes on when they give up.
    ///
    /// - Throws: what `work` throws, which is not remembered; `deadlineExceeded`, `cancelled`.
    func check(
        now: ContinuousClock.Instant = .now, patience: Duration = patience, _ work: @escaping Work
    ) async throws(ServiceError) {
        guard !state.withLockedValue({ $0.hasSucceeded(before: now) }) else { return }
        let outcome = await withTaskGroup(of: Outcome?.self) { group in
            group.addTask { await self.outcome(of: work, now) }
            group.addTask { await hasPassed(patience) ? .failure(.deadlineExceeded) : nil }
            defer { group.cancelAll() }
            for await case let outcome? in group { return outcome }
            return Outcome.failure(.cancelled)
        }
        try outcome.get()
    }

    /// What `work` does, or what runs already; `nil` when this task is cancelled before.
    private func outcome(of work: @escaping Work, _ now: ContinuousClock.Instant) async -> Outcome? {
        let (stream, continuation) = AsyncStream<Outcome>.makeStream()
        let (ticket, isFirst, isDone) = state.withLockedValue { state in
            // What ran when it was looked at first may have ended since.
            if state.hasSucceeded(before: now) { return (0, false, true) }
            state.nextTicket += 1
            state.waiting[state.nextTicket] = continuation
            defer { state.isRunning = true }
            return (state.nextTicket, !state.isRunning, false)
        }
        guard !isDone else { return .success(()) }
        continuation.onTermination = { [state] _ in state.withLockedValue { $0.waiting[ticket] = nil } }
        if isFirst { Task { await self.run(work) } }
        return await stream.first { _ in true }
    }

    private func run(_ work: Work) async {
        let outcome: Outcome
        do throws(ServiceError) {
            outcome = .success(try await work())
        } catch {
            outcome = .failure(error)
        }
        let waiting = state.withLockedValue { state in
            if case .success = outcome { state.lastSuccess = .now }
            state.isRunning = false
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting {
            continuation.yield(outcome)
            continuation.finish()
        }
    }
}
