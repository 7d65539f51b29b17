import NIOConcurrencyHelpers

/// Lets a bounded number of operations run at once; the others wait in order of arrival.
///
/// No owner (the host of an origin) may have more than three quarters of the slots at once: one whose answers stall would
/// else keep everybody from theirs.
final class FetchGate: Sendable {
    private struct State {
        var freeSlots: Int
        var nextTicket = 0
        var waiting: [(ticket: Int, owner: String?, continuation: CheckedContinuation<Void, any Error>)] = []
        /// Slots in use by owner.
        var owned: [String: Int] = [:]
        /// Cancelled between taking their ticket and beginning to wait.
        var cancelledEarly: Set<Int> = []
    }

    private let state: NIOLockedValueBox<State>
    private let maximumPerOwner: Int

    /// A gate for `slots` operations, at least one.
    init(slots: Int) {
        state = NIOLockedValueBox(State(freeSlots: max(slots, 1)))
        maximumPerOwner = max(slots - slots / 4, 1)
    }

    /// How many operations wait.
    var waitingCount: Int { state.withLockedValue { $0.waiting.count } }

    /// Permission for one operation; letting it go gives the slot to the next one.
    final class Slot: Sendable {
        private let gate: FetchGate
        private let owner: String?

        fileprivate init(_ gate: FetchGate, _ owner: String?) {
            self.gate = gate
            self.owner = owner
        }

        deinit { gate.release(owner) }
    }

    /// A slot for `owner`, after waiting for one; `nil` is nobody in particular.
    ///
    /// - Throws: `cancelled` when the task is cancelled while it waits.
    func slot(for owner: String? = nil) async throws(SourceError) -> Slot {
        do {
            try await acquire(owner)
        } catch {
            throw .cancelled(error)
        }
        return Slot(self, owner)
    }

    private func acquire(_ owner: String?) async throws {
        let ticket = state.withLockedValue { state in
            defer { state.nextTicket += 1 }
            return state.nextTicket
        }
        // A cancellation that comes once the slot is taken is the operation's affair.
        defer { state.withLockedValue { _ = $0.cancelledEarly.remove(ticket) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                start(ticket, owner, continuation)
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    private func start(_ ticket: Int, _ owner: String?, _ continuation: CheckedContinuation<Void, any Error>) {
        let outcome: Result<Void, any Error>? = state.withLockedValue { state in
            if state.cancelledEarly.remove(ticket) != nil { return .failure(CancellationError()) }
            guard state.freeSlots > 0, isAllowed(owner, state) else {
                state.waiting.append((ticket, owner, continuation))
                return nil
            }
            take(owner, &state)
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

    private func release(_ owner: String?) {
        let next = state.withLockedValue { state -> CheckedContinuation<Void, any Error>? in
            state.freeSlots += 1
            if let owner, let count = state.owned[owner] { state.owned[owner] = count > 1 ? count - 1 : nil }
            guard let index = state.waiting.firstIndex(where: { isAllowed($0.owner, state) }) else { return nil }
            let waiter = state.waiting.remove(at: index)
            take(waiter.owner, &state)
            return waiter.continuation
        }
        next?.resume()
    }

    private func isAllowed(_ owner: String?, _ state: State) -> Bool {
        owner.map { state.owned[$0, default: 0] < maximumPerOwner } ?? true
    }

    private func take(_ owner: String?, _ state: inout State) {
        state.freeSlots -= 1
        if let owner { state.owned[owner, default: 0] += 1 }
    }
}
