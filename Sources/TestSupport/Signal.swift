import Dispatch
import NIOConcurrencyHelpers

/// An event that happens once; tasks and threads can wait for it.
package final class Signal: Sendable {
    private struct State {
        var hasFired = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = NIOLockedValueBox(State())
    private let group = DispatchGroup()

    package init() { group.enter() }

    /// Wakes everyone who waits, now or later; firing again has no effect.
    package func fire() {
        let (isFirst, waiting) = state.withLockedValue { state in
            defer { state = State(hasFired: true) }
            return (!state.hasFired, state.waiting)
        }
        if isFirst { group.leave() }
        for continuation in waiting { continuation.resume() }
    }

    package var hasFired: Bool { state.withLockedValue { $0.hasFired } }

    /// Returns when the event has happened.
    package func wait() async {
        await withCheckedContinuation { continuation in
            let hasFired = state.withLockedValue { state in
                if !state.hasFired { state.waiting.append(continuation) }
                return state.hasFired
            }
            if hasFired { continuation.resume() }
        }
    }

    /// The same for a dedicated thread, which it blocks.
    package func block() { group.wait() }
}
