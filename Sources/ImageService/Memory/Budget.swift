import Waiting

/// The bytes that all work in flight may hold together, and who waits for them: `Admission`, for many tasks at once.
package final class Budget: Sendable {
    /// `Admission` and its counts.
    private struct Ledger: TurnRule {
        var admission: Admission
        var gauges = Gauges()
        /// Whether more is held than allowed: something took bytes without asking.
        private var isExceeded = false
        /// Who may use what nobody holds; `nil`: nobody.
        var borrower: Borrower?

        init(_ admission: Admission) { self.admission = admission }

        mutating func nextGrants() -> [Admission.ID] {
            defer { noteHeldBytes() }
            return admission.nextGrants()
        }

        func isWaiting(_ id: Admission.ID) -> Bool { admission.isWaiting(id) }

        mutating func withdraw(_ id: Admission.ID) { admission.withdraw(id) }

        private mutating func noteHeldBytes() {
            gauges.peakBytes = max(gauges.peakBytes, admission.heldBytes)
            let isExceeded = admission.heldBytes > admission.limits.total
            if isExceeded, !self.isExceeded { gauges.exceeded += 1 }
            self.isExceeded = isExceeded
            borrower?.note(spare: max(0, admission.limits.total - admission.heldBytes))
        }
    }

    /// A cache that may use bytes that nobody holds, and gives them back at once.
    private struct Borrower: Sendable {
        let most: Int
        /// Called with the bytes that it may have from now on. It must not come back to the budget.
        let limit: @Sendable (Int) -> Void
        private var allowed: Int

        init(most: Int, limit: @escaping @Sendable (Int) -> Void) {
            (self.most, self.limit, allowed) = (most, limit, most)
        }

        mutating func note(spare: Int) {
            let next = min(most, spare)
            guard next != allowed else { return }
            allowed = next
            limit(next)
        }
    }

    private let line: WaitingLine<Ledger>
    /// The longest time that a live request waits for bytes or a render thread.
    private let longestWait: Duration

    /// A budget of `bytes` for the work of `slots` renders at the same time.
    package init(bytes: Int, slots: Int, longestWait: Duration = .seconds(3600)) {
        line = WaitingLine(Ledger(Admission(.init(total: bytes, slots: slots))))
        self.longestWait = longestWait
    }

    /// A hold on some bytes, with none in it yet.
    package func open(_ kind: MemoryHold.Kind, _ priority: MemoryHold.Priority = .live) -> MemoryHold {
        let id = line.change { $0.admission.open(kind.admission, priority.admission) }
        let hold = MemoryHold(Reservation(budget: self, id: id), priority)
        RequestAccount.current?.add(hold)
        return hold
    }

    /// Lends bytes that nobody holds, `most` at the most; `limit` is told each time that it is another number.
    func lend(upTo most: Int, _ limit: @escaping @Sendable (Int) -> Void) {
        line.change { $0.borrower = Borrower(most: most, limit: limit) }
    }

    /// The most that a source of unknown length may have: what it may ask for at last, with room for joining its pieces.
    package var growingSourceBytes: Int {
        line.read { max(0, $0.admission.limits.growing - (128 << 10)) }
    }

    /// The most bytes of all sources together.
    var sourceShareBytes: Int { line.read { $0.admission.limits.sources } }

    /// Requests that wait for bytes or for a render thread.
    package var waitingCount: Int { line.read { $0.admission.waitingCount } }

    /// Those of them that do not belong to batches.
    package var waitingLiveCount: Int { line.read { $0.admission.waitingLiveCount } }

    /// What is held now, and what was.
    package var gauges: Gauges {
        line.read { ledger in
            var gauges = ledger.gauges
            gauges.limitBytes = ledger.admission.limits.total
            gauges.heldBytes = ledger.admission.heldBytes
            gauges.sourceBytes = ledger.admission.sourceBytes
            gauges.shares = ledger.admission.shares
            gauges.waiting = ledger.admission.waitingCount
            gauges.rendering = ledger.admission.renderingCount
            gauges.holds = ledger.admission.holdCount
            return gauges
        }
    }

    /// Counts what happened to a request.
    func count(_ change: (inout Gauges) -> Void) { line.change { change(&$0.gauges) } }

    /// Traps in debug builds if a hold was lost; call it when nothing runs any more. Work that a forced stop cut off
    /// releases its holds a moment later, so this waits for it.
    package func assertNothingIsHeld() async {
        #if DEBUG
        let end = ContinuousClock.now + .seconds(5)
        while line.read({ $0.admission.holdCount }) > 0, .now < end { _ = await hasPassed(.milliseconds(10)) }
        #endif
        assert(line.read { $0.admission.holdCount } == 0, "a share of the memory budget was lost")
    }

    /// A share of a budget, which returns itself.
    struct Reservation: ~Copyable, Sendable {
        private let budget: Budget
        private let id: Admission.ID

        fileprivate init(budget: Budget, id: Admission.ID) {
            self.budget = budget
            self.id = id
        }

        deinit { budget.line.change { [id] in $0.admission.close(id) } }

        var bytes: Int { budget.line.read { $0.admission.bytes(of: id) } }

        func set(to bytes: Int) { budget.line.change { $0.admission.set(id, to: bytes) } }

        func endGrowth() { budget.line.change { $0.admission.endGrowth(of: id) } }

        func complete(contentBytes: Int) {
            budget.line.change { $0.admission.complete(id, contentBytes: contentBytes) }
        }

        func leaveSlot() { budget.line.change { $0.admission.leaveSlot(id) } }

        func count(_ change: (inout Gauges) -> Void) { budget.count(change) }

        /// Returns when it holds `bytes` in total.
        ///
        /// - Throws: `needsMemory`, `deadlineExceeded`, `cancelled`.
        func ask(for bytes: Int, waitsForever: Bool) async throws(ServiceError) {
            try await budget.ask(id, for: bytes, within: waitsForever ? nil : budget.longestWait)
        }
    }
}

// MARK: - Waiting

extension Budget {
    private func ask(_ id: Admission.ID, for bytes: Int, within limit: Duration?) async throws(ServiceError) {
        switch line.change({ $0.admission.ask(id, for: bytes) }) {
        case .granted: return
        case .never(let allowed):
            count { $0.tooLarge += 1 }
            throw .needsMemory(bytes: bytes, allowed: allowed)
        case .waits: break
        }
        // It may have got its turn in the meantime.
        line.change { if $0.isWaiting(id) { $0.gauges.waited += 1 } }
        do {
            try await line.wait(for: id, longest: limit)
        } catch {
            switch error {
            case .late:
                count { $0.late += 1 }
                throw .deadlineExceeded
            case .cancelled: throw .cancelled
            }
        }
    }
}
