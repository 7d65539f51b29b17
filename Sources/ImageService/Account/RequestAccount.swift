import NIOConcurrencyHelpers
import Profiling

/// The account of one request: where it is, what it has taken, and what it holds. Its line in the log, its headers, its
/// entry among the requests in flight, and its labels in profiles are views of it.
///
/// Stages measure themselves on the account of their task. Work shared by several requests is measured on that of the
/// first.
package final class RequestAccount: Sendable {
    /// A stage of a request.
    package enum Stage: String, Sendable, Hashable, CaseIterable {
        case starting, fetch, queue, render, write
    }

    private struct State {
        var facts = RequestFacts()
        var holds: [WeakHold] = []
        /// By render threads that work for the request now; such a thread removes its own entry before it does anything
        /// else.
        var threads: [Int: ThreadAllocations] = [:]
        var nextThread = 0
    }

    private struct WeakHold {
        weak var hold: MemoryHold?
    }

    /// The account of the current request; `nil` if there is none.
    @TaskLocal package static var current: RequestAccount?

    private let box = NIOLockedValueBox(State())

    package init() {}

    /// Everything that it says now.
    package var facts: RequestFacts {
        let (facts, holds) = box.withLockedValue { state in
            var facts = state.facts
            facts.allocatedBytes += state.threads.values.reduce(0) { $0 + $1.allocatedBytes }
            return (facts, state.holds.compactMap(\.hold))
        }
        var counted: Set<ObjectIdentifier> = []
        return holds.reduce(into: facts) { facts, hold in
            if counted.insert(ObjectIdentifier(hold)).inserted { facts.reservedBytes += hold.bytes }
        }
    }

    package func update(_ change: (inout RequestFacts) -> Void) { box.withLockedValue { change(&$0.facts) } }

    /// Keeps the first error of the request.
    package func fail(code: String, cause: String?) {
        update { facts in
            guard facts.errorCode == nil else { return }
            (facts.errorCode, facts.errorCause) = (code, cause)
        }
    }

    /// Notes that the request has reached `stage`.
    package func enter(_ stage: Stage) {
        update { facts in
            facts.stage = stage
            facts.since = .now
        }
    }

    /// Counts `hold` as the request's while it exists.
    func add(_ hold: MemoryHold) {
        box.withLockedValue { state in
            state.holds.removeAll { $0.hold == nil }
            state.holds.append(WeakHold(hold: hold))
        }
    }

    /// Counts what this thread allocates from now on; returns a number for `end`.
    func begin(_ allocations: ThreadAllocations) -> Int {
        box.withLockedValue { state in
            state.nextThread += 1
            state.threads[state.nextThread] = allocations
            return state.nextThread
        }
    }

    func end(_ number: Int) {
        box.withLockedValue { state in
            state.facts.allocatedBytes += state.threads.removeValue(forKey: number)?.allocatedBytes ?? 0
        }
    }
}

// The account of the task.
extension RequestAccount {
    /// Changes the account of this task's request, if there is one.
    static func note(_ change: (inout RequestFacts) -> Void) { current?.update(change) }

    /// What `work` returns; its time counts towards `stage`, where the request is meanwhile.
    nonisolated(nonsending) static func measure<Value, Failure: Error>(
        _ stage: Stage, _ work: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let (account, start) = (current, ContinuousClock.now)
        account?.enter(stage)
        defer { account?.update { $0.add(.now - start, to: stage) } }
        // Waiting does nothing that a profile could show.
        guard stage != .queue else { return try await work() }
        return try await ProfileLabels.withTaskLabels(ProfileLabels.current.with("stage", stage.rawValue), work)
    }

    /// What `work` returns; what it takes is on this account.
    package nonisolated(nonsending) func during<Value, Failure: Error>(
        _ work: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await Self.with(self, work)
    }

    /// What `work` returns; what it takes is on no account.
    nonisolated(nonsending) static func apart<Value, Failure: Error>(
        _ work: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await with(nil, work)
    }

    private nonisolated(nonsending) static func with<Value, Failure: Error>(
        _ account: RequestAccount?, _ work: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        // The runtime's function does not keep the error's type.
        let result: Result<Value, Failure> = await $current.withValue(account) {
            do throws(Failure) {
                return .success(try await work())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
