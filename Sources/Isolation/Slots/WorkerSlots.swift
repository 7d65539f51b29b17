import NIOConcurrencyHelpers

/// Permission to use a worker, for many tasks at once: `SlotShares` with those who wait. No thread waits.
package final class WorkerSlots: Sendable {
    /// Why no slot was had.
    package enum Refusal: Error, Sendable, Hashable {
        /// Too many wait already.
        case busy
        /// It took longer than one may wait.
        case late
        case cancelled
    }

    /// A slot, to be given back by `leave`.
    package struct Slot: Sendable {
        fileprivate let id: SlotShares.ID
    }

    private enum Outcome: Sendable {
        case granted, late, cancelled
    }

    private struct State {
        var shares: SlotShares
        var waiting: [SlotShares.ID: CheckedContinuation<Outcome, Never>] = [:]
        /// What became of those that have asked and do not wait yet.
        var settled: [SlotShares.ID: Outcome] = [:]
    }

    private let state: NIOLockedValueBox<State>

    init(live: Int, batch: Int, bytes: Int = .max) {
        state = NIOLockedValueBox(State(shares: SlotShares(live: live, batch: batch, bytes: bytes)))
    }

    /// Those that wait for a slot.
    package var waitingCount: Int { state.withLockedValue { $0.shares.waitingCount } }

    /// Live ones that wait for a slot.
    package var waitingLiveCount: Int { state.withLockedValue { $0.shares.waitingLiveCount } }

    /// Slots that are in use.
    package var runningCount: Int { state.withLockedValue { $0.shares.runningCount } }

    /// A slot for `asker` when it is its turn, at most `longest` from now. A live one that would have to wait is refused when
    /// `most` wait already, or half as many of its own source or host.
    ///
    /// - Throws: `busy`, `late`, `cancelled`.
    package func enter(
        _ asker: SlotAsker, longest: Duration?, most: Int
    ) async throws(Refusal) -> Slot {
        guard let id = ask(asker, most) else { throw .busy }
        guard state.withLockedValue({ $0.settled.removeValue(forKey: id) }) == nil else { return Slot(id: id) }
        let timer = longest.map { longest in
            Task { [self] in
                // Ends early only when nobody waits any more.
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

    /// Gives `slot` back; once.
    package func leave(_ slot: Slot) { change { $0.shares.leave(slot.id) } }

    /// The number of an ask, whose turn may have come; `nil` when too many wait.
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

    /// Ends the wait of `id` without a slot, if it waits.
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

    /// Changes the state, and wakes up whose turn it then is.
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
