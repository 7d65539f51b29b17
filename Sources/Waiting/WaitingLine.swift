import NIOConcurrencyHelpers
import NIOCore

/// Tasks that wait for their turn, as a rule decides it. No thread waits.
///
/// An asker changes the rule (`change { $0.ask(…) }`), which gives it a number, and then waits for that number once. Every
/// change may bring others their turn; they are woken up behind it.
package final class WaitingLine<Rule: TurnRule>: Sendable {
    /// How a wait ended without a turn.
    package enum End: Error, Sendable, Hashable {
        /// It took longer than one may wait.
        case late
        case cancelled
    }

    private typealias Outcome = Result<Void, End>
    private typealias Waiter = CheckedContinuation<Outcome, Never>

    private struct State {
        var rule: Rule
        var waiting: [Rule.ID: Waiter] = [:]
        /// What became of those that have asked and do not wait yet.
        var settled: [Rule.ID: Outcome] = [:]
        var isClosed = false
    }

    private let state: NIOLockedValueBox<State>

    package init(_ rule: Rule) { state = NIOLockedValueBox(State(rule: rule)) }

    /// What `look` finds in the rule.
    package func read<Value>(_ look: (Rule) throws -> Value) rethrows -> Value {
        try state.withLockedValue { try look($0.rule) }
    }

    /// Changes the rule, and wakes up those whose turn it then is.
    @discardableResult
    package func change<Value>(_ change: (inout Rule) -> Value) -> Value {
        let (value, woken) = state.withLockedValue { state in (change(&state.rule), Self.granted(&state)) }
        for continuation in woken { continuation.resume(returning: .success(())) }
        return value
    }

    /// Returns when it is `id`'s turn, at most `longest` from now. To be called once for each that has asked; one whose
    /// wait ends without a turn is out of the line.
    ///
    /// A task that is cancelled when its turn has come already gets its turn.
    ///
    /// - Throws: `late`, `cancelled`.
    package func wait(for id: Rule.ID, longest: Duration? = nil) async throws(End) {
        if let outcome = state.withLockedValue({ $0.settled.removeValue(forKey: id) }) { return try outcome.get() }
        let timer = longest.map { longest in deadlineTimer(longest) { self.end(id, .late) } }
        defer { timer?.cancel() }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(id, $0) }
        } onCancel: {
            end(id, .cancelled)
        }
        try outcome.get()
    }

    /// Ends all waits, those to come as well, as if their tasks had been cancelled. Who has had a turn keeps it.
    package func close() {
        let waiting = state.withLockedValue { state in
            state.isClosed = true
            defer { state.waiting = [:] }
            for id in state.waiting.keys { state.rule.withdraw(id) }
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting { continuation.resume(returning: .failure(.cancelled)) }
    }

    private func wait(_ id: Rule.ID, _ continuation: Waiter) {
        let outcome = state.withLockedValue { state -> Outcome? in
            if let outcome = state.settled.removeValue(forKey: id) { return outcome }
            guard state.isClosed else {
                state.waiting[id] = continuation
                return nil
            }
            state.rule.withdraw(id)
            return .failure(.cancelled)
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    /// Ends the wait of `id` without a turn, if it waits.
    private func end(_ id: Rule.ID, _ end: End) {
        let (ended, woken) = state.withLockedValue { state -> (Waiter?, [Waiter]) in
            guard state.rule.isWaiting(id) else { return (nil, []) }
            state.rule.withdraw(id)
            let continuation = state.waiting.removeValue(forKey: id)
            if continuation == nil { state.settled[id] = .failure(end) }
            return (continuation, Self.granted(&state))
        }
        ended?.resume(returning: .failure(end))
        for continuation in woken { continuation.resume(returning: .success(())) }
    }

    private static func granted(_ state: inout State) -> [Waiter] {
        var woken: [Waiter] = []
        for id in state.rule.nextGrants() {
            if let continuation = state.waiting.removeValue(forKey: id) {
                woken.append(continuation)
            } else {
                state.settled[id] = .success(())
            }
        }
        return woken
    }
}
