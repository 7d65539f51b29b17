import NIOConcurrencyHelpers

/// Lets a bounded number of operations run at once; the others wait in order of arrival.
final class FetchGate: Sendable {
    private struct State {
        var freeSlots: Int
        var nextTicket = 0
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        /// Cancelled between taking their ticket and beginning to wait.
        var cancelledEarly: Set<Int> = []
    }

    private let state: NIOLockedValueBox<State>

    /// A gate for `slots` operations, at least one.
    init(slots: Int) {
        state = NIOLockedValueBox(State(freeSlots: max(slots, 1)))
    }

    /// How many operations wait.
    var waitingCount: Int { state.withLockedValue { $0.waiting.count } }

    /// Permission for one operation; letting it go gives the slot to the next one.
    final class Slot: Sendable {
        private let gate: FetchGate

        fileprivate init(_ gate: FetchGate) { self.gate = gate }

        deinit { gate.release() }
    }

    /// A slot, after waiting for one.
    ///
    /// - Throws: `cancelled` when the task is cancelled while it waits.
    func slot() async throws(SourceError) -> Slot {
        do {
            try await acquire()
        } catch {
            throw .cancelled(error)
        }
        return Slot(self)
    }

    private func acquire() async throws {
        let ticket = state.withLockedValue { state in
            defer { state.nextTicket += 1 }
            return state.nextTicket
        }
        // A cancellation that comes once the slot is taken is the operation's affair.
        defer { state.withLockedValue { _ = $0.cancelledEarly.remove(ticket) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                start(ticket, continuation)
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    private func start(_ ticket: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        let outcome: Result<Void, any Error>? = state.withLockedValue { state in
            if state.cancelledEarly.remove(ticket) != nil { return .failure(CancellationError()) }
            guard state.freeSlots > 0 else {
                state.waiting.append((ticket, continuation))
                return nil
            }
            state.freeSlots -= 1
            return .success(())
        }
        if let outcome { continuation.resume(with: outcome) }
    }

    private func cancel(_ ticket: Int) {
        let waiter = state.withLockedValue { state -> CheckedContinuation<Void, any Error>? in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                state.cancelledEarly.insert(ticket)
                return nil
            }
            return state.waiting.remove(at: index).continuation
        }
        waiter?.resume(throwing: CancellationError())
    }

    private func release() {
        let next = state.withLockedValue { state -> CheckedContinuation<Void, any Error>? in
            guard !state.waiting.isEmpty else {
                state.freeSlots += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }
}
