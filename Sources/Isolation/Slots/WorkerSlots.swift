import NIOConcurrencyHelpers

/// Permission to use a worker, for many tasks at once: `SlotShares` together with the waiting tasks. No thread blocks.
package final class WorkerSlots: Sendable {
    /// Why no slot was obtained.
    package enum Refusal: Error, Sendable, Hashable {
        /// Too many are already waiting.
        case busy
        /// It took longer than the allowed wait.
        case late
        case cancelled
    }

    /// A slot, to be returned with `leave`.
    package struct Slot: Sendable {
        fileprivate let id: SlotShares.ID
    }

    private enum Outcome: Sendable {
        case granted, late, cancelled
    }

    private struct State {
        var shares: SlotShares
        var waiting: [SlotShares.ID: CheckedContinuation<Outcome, Never>] = [:]
        /// The outcomes of those that have asked and are not waiting yet.
        var settled: [SlotShares.ID: Outcome] = [:]
    }

    private let state: NIOLockedValueBox<State>

    init(live: Int, batch: Int) { state = NIOLockedValueBox(State(shares: SlotShares(live: live, batch: batch))) }

    /// The number waiting for a slot.
    package var waitingCount: Int { state.withLockedValue { $0.shares.waitingCount } }

    /// The number of live ones waiting for a slot.
    package var waitingLiveCount: Int { state.withLockedValue { $0.shares.waitingLiveCount } }

    /// The number of slots in use.
    package var runningCount: Int { state.withLockedValue { $0.shares.runningCount } }

    /// A slot for `asker` when it is its turn, at most `longest` from now. A live one that would have to wait is
    /// refused if `most` are already waiting, or half as many with the same source or host.
    ///
    /// - Throws: `busy`, `late`, `cancelled`.
    package func enter(
        _ asker: SlotAsker, longest: Duration?, most: Int
    ) async throws(Refusal) -> Slot {
        guard let id = ask(asker, most) else { throw .busy }
        guard state.withLockedValue({ $0.settled.removeValue(forKey: id) }) == nil else { return Slot(id: id) }
        let timer = longest.map { longest in
            Task { [self] in
                // Ends early only if nobody is waiting any more.
                guard (try? await Task.sleep(for: longest)) != nil else { return }
                end(id, as: .late)
            }
        }
        defer { timer?.cancel() }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(id, $0) }
        } onCancel: {
            end(id, as: .cancelled)
        }
        switch outcome {
        case .granted: return Slot(id: id)
        case .late: throw .late
        case .cancelled: throw .cancelled
        }
    }

    /// Returns `slot`; call it once.
    package func leave(_ slot: Slot) { change { $0.shares.leave(slot.id) } }

    /// Queues a request and returns its number, whose turn may have come; `nil` if too many are waiting.
    private func ask(_ asker: SlotAsker, _ most: Int) -> SlotShares.ID? {
        var id: SlotShares.ID?
        change { state in
            let (all, own) = (state.shares.waitingLiveCount, state.shares.waitingCount(like: asker))
            let isLetIn = asker.isBatch || state.shares.hasSlot(asker) || all < most && own < max(most / 2, 1)
            guard isLetIn else { return }
            id = state.shares.ask(asker)
        }
        return id
    }

    private func wait(_ id: SlotShares.ID, _ continuation: CheckedContinuation<Outcome, Never>) {
        let outcome = state.withLockedValue { state in
            let outcome = state.settled.removeValue(forKey: id)
            if outcome == nil { state.waiting[id] = continuation }
            return outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    /// Ends the wait of `id` without a slot, if it is waiting.
    private func end(_ id: SlotShares.ID, as outcome: Outcome) {
        var continuation: CheckedContinuation<Outcome, Never>?
        change { state in
            guard state.shares.isWaiting(id) else { return }
            state.shares.leave(id)
            continuation = state.waiting.removeValue(forKey: id)
            if continuation == nil { state.settled[id] = outcome }
        }
        continuation?.resume(returning: outcome)
    }

    /// Changes the state, and wakes those whose turn it then is.
    private func change(_ change: (inout State) -> Void) {
        let woken = state.withLockedValue { state in
            change(&state)
            var woken: [CheckedContinuation<Outcome, Never>] = []
            for id in state.shares.nextGrants() {
                if let continuation = state.waiting.removeValue(forKey: id) {
                    woken.append(continuation)
                } else {
                    state.settled[id] = .granted
                }
            }
            return woken
        }
        for continuation in woken { continuation.resume(returning: .granted) }
    }
}
