import Waiting

/// Lets a bounded number of fetches run at once, and of these no more from one host than `HostRules` says: a host whose
/// answers stall would else keep everybody from theirs. The others wait in order of arrival.
final class FetchGate: Sendable {
    private let line: WaitingLine<OwnerShares>

    /// A gate for `slots` operations, at least one.
    init(slots: Int) {
        line = WaitingLine(OwnerShares(units: max(slots, 1), share: HostRules.fetches(of: slots)))
    }

    /// How many operations wait.
    var waitingCount: Int { line.read { $0.waitingCount } }

    /// Permission for one operation; letting it go gives the slot to the next one.
    final class Slot: Sendable {
        private let line: WaitingLine<OwnerShares>
        private let id: OwnerShares.ID

        fileprivate init(_ line: WaitingLine<OwnerShares>, _ id: OwnerShares.ID) {
            self.line = line
            self.id = id
        }

        deinit { line.change { [id] in $0.leave(id) } }
    }

    /// A slot for `owner`, the host that is asked, after waiting for one; `nil` is nobody in particular.
    ///
    /// - Throws: `cancelled` when the task is cancelled while it waits.
    func slot(for owner: String? = nil) async throws(SourceError) -> Slot {
        let id = line.change { $0.ask(owner) }
        do {
            try await line.wait(for: id)
        } catch {
            throw .cancelled(error)
        }
        return Slot(line, id)
    }
}
