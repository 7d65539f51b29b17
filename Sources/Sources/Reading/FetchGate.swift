import Waiting

/// Limits how many fetches run at once, and how many of them from one host (`HostRules`): otherwise a host whose
/// answers stall could block everybody. The others wait in order of arrival.
final class FetchGate: Sendable {
    private let line: WaitingLine<OwnerShares>

    /// A gate for `slots` operations, at least one.
    init(slots: Int) {
        line = WaitingLine(OwnerShares(units: max(slots, 1), share: HostRules.fetches(of: slots)))
    }

    /// How many operations wait.
    var waitingCount: Int { line.read { $0.waitingCount } }

    /// Permission for one operation; releasing it gives the slot to the next one.
    final class Slot: Sendable {
        private let line: WaitingLine<OwnerShares>
        private let id: OwnerShares.ID

        fileprivate init(_ line: WaitingLine<OwnerShares>, _ id: OwnerShares.ID) {
            self.line = line
            self.id = id
        }

        deinit { line.change { [id] in $0.leave(id) } }
    }

    /// A slot for `owner`, the host of the fetch, after waiting for one; `nil` means no host in particular.
    ///
    /// - Throws: `cancelled` if the task is cancelled while it waits.
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
