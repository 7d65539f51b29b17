import NIOConcurrencyHelpers
import Sources

/// Work that several requests wait for. It runs once, in a task of its own, and is cancelled when the last of them has
/// left. Its result is kept as long as somebody holds it.
final class SharedWork<Value: Sendable>: Sendable {
    private typealias Outcome = Result<Value, ServiceError>

    private struct State {
        var members: Set<Int> = []
        var nextMember = 0
        var waiting: [Int: CheckedContinuation<Outcome, Never>] = [:]
        var outcome: Outcome?
        var task: Task<Void, Never>?
    }

    private let state = NIOLockedValueBox(State())

    /// Begins `work`, on the current event loop if there is one. At least one member must have entered.
    func begin(_ work: @escaping @Sendable () async throws(ServiceError) -> Value) {
        let task = Task(executorPreference: EventLoopExecutor.current) { [self] in
            do throws(ServiceError) {
                finish(.success(try await work()))
            } catch {
                finish(.failure(error))
            }
        }
        let isLeft = state.withLockedValue { state in
            state.task = task
            return state.members.isEmpty
        }
        if isLeft { task.cancel() }
    }

    /// A place among those who wait; `nil` if the work has failed or everybody has left it.
    func enter() -> Int? {
        state.withLockedValue { state in
            if case .failure? = state.outcome { return nil }
            guard state.nextMember == 0 || !state.members.isEmpty || state.outcome != nil else { return nil }
            state.nextMember += 1
            state.members.insert(state.nextMember)
            return state.nextMember
        }
    }

    /// The result of the work; `member` has left afterwards.
    ///
    /// - Throws: what the work throws; `cancelled` if the task is cancelled; the others still wait.
    func value(for member: Int) async throws(ServiceError) -> Value {
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(member, $0) }
        } onCancel: {
            leave(member)
        }
        return try outcome.get()
    }

    private func wait(_ member: Int, _ continuation: CheckedContinuation<Outcome, Never>) {
        let outcome = state.withLockedValue { state -> Outcome? in
            // Left before it waited.
            guard state.members.contains(member) else { return .failure(.cancelled) }
            if state.outcome == nil { state.waiting[member] = continuation } else { state.members.remove(member) }
            return state.outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    private func leave(_ member: Int) {
        let (continuation, task) = state.withLockedValue { state in
            state.members.remove(member)
            let isLeft = state.members.isEmpty && state.outcome == nil
            return (state.waiting.removeValue(forKey: member), isLeft ? state.task : nil)
        }
        continuation?.resume(returning: .failure(.cancelled))
        task?.cancel()
    }

    private func finish(_ outcome: Outcome) {
        let waiting = state.withLockedValue { state in
            state.outcome = outcome
            state.task = nil
            defer { state.waiting = [:] }
            for member in state.waiting.keys { state.members.remove(member) }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
    }
}
