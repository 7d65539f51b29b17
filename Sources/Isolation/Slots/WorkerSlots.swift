import Waiting

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

    private let line: WaitingLine<SlotShares>

    init(live: Int, batch: Int, bytes: Int = .max) {
        line = WaitingLine(SlotShares(live: live, batch: batch, bytes: bytes))
    }

    /// The number waiting for a slot.
    package var waitingCount: Int { line.read { $0.waitingCount } }

    /// The number of live ones waiting for a slot.
    package var waitingLiveCount: Int { line.read { $0.waitingLiveCount } }

    /// The number of slots in use.
    package var runningCount: Int { line.read { $0.runningCount } }

    /// A slot for `asker` when it is its turn, at most `longest` from now. A live one that would have to wait is
    /// refused if `most` are already waiting, or half as many with the same source or host.
    ///
    /// - Throws: `busy`, `late`, `cancelled`.
    package func enter(
        _ asker: SlotAsker, longest: Duration?, most: Int
    ) async throws(Refusal) -> Slot {
        guard let id = line.change({ $0.ask(asker, most: most) }) else { throw .busy }
        do {
            try await line.wait(for: id, longest: longest)
        } catch {
            switch error {
            case .late: throw .late
            case .cancelled: throw .cancelled
            }
        }
        return Slot(id: id)
    }

    /// Returns `slot`; call it once.
    package func leave(_ slot: Slot) { line.change { $0.leave(slot.id) } }
}
