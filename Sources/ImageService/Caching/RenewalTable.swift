import Caching
import NIOConcurrencyHelpers

/// Renewals of stale answers that go on in the background: one for a key at a time, a few in all.
final class RenewalTable: Sendable {
    private struct State {
        var tasks: [CacheKey: Task<Void, Never>] = [:]
        var isClosed = false
    }

    private static let most = 16
    private let state = NIOLockedValueBox(State())

    /// Runs `work` unless the key is being renewed already, or too many are; whether it does.
    @discardableResult
    func renew(_ key: CacheKey, _ work: @escaping @Sendable () async -> Void) -> Bool {
        state.withLockedValue { state in
            guard !state.isClosed, state.tasks.count < Self.most, state.tasks[key] == nil else { return false }
            state.tasks[key] = Task {
                await work()
                self.state.withLockedValue { $0.tasks[key] = nil }
            }
            return true
        }
    }

    /// Cancels all, and returns when they have ended.
    func close() async {
        let tasks = state.withLockedValue { state in
            state.isClosed = true
            return Array(state.tasks.values)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
