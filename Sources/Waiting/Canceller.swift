import NIOConcurrencyHelpers

/// Lets others end some work early, by giving a reason; only the first reason counts, and none once the work has ended.
///
/// In place of a second child task that waits for the reason: a task for a timer costs more than the timer.
package final class Canceller<Reason: Sendable>: Sendable {
    private struct State {
        var hasEnded = false
        var reason: Reason?
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = NIOLockedValueBox(State())

    package init() {}

    /// Cancels the work, unless it has ended.
    package func cancel(_ reason: Reason) {
        state.withLockedValue { state in
            if !state.hasEnded, state.reason == nil { state.reason = reason }
            defer { state.waiting = nil }
            return state.waiting
        }?.resume()
    }

    /// What `work` returns, and the reason for which it was cancelled, if it was. Returns when it has ended, so `work` must give
    /// up soon when cancelled. Call it once.
    package func run<Value: Sendable>(
        _ work: @escaping @Sendable () async -> Value
    ) async -> (value: Value?, reason: Reason?) {
        await withTaskGroup(of: Value.self) { group in
            if state.withLockedValue({ $0.reason != nil }) { group.cancelAll() }
            group.addTask {
                defer { self.end() }
                return await work()
            }
            await wait()
            let reason = state.withLockedValue { $0.reason }
            if reason != nil { group.cancelAll() }
            return (await group.next(), reason)
        }
    }

    private func end() {
        state.withLockedValue { state in
            state.hasEnded = true
            defer { state.waiting = nil }
            return state.waiting
        }?.resume()
    }

    /// Returns when the work has ended, or there is a reason to end it.
    private func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLockedValue { state in
                if state.hasEnded || state.reason != nil { return true }
                state.waiting = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
