import NIOConcurrencyHelpers

/// The bytes that all work in flight may hold together, and who waits for some: `Admission` for many tasks at once.
package final class Budget: Sendable {
    /// What came of waiting.
    private enum Outcome: Sendable {
        case granted, late, cancelled
    }

    private struct State {
        var admission: Admission
        var gauges = Gauges()
        var waiting: [Admission.ID: CheckedContinuation<Outcome, Never>] = [:]
        /// What became of those that have asked and do not wait yet.
        var settled: [Admission.ID: Outcome] = [:]
        /// Whether more is held than may be: something took what it had not asked for.
        var isExceeded = false

        mutating func noteHeldBytes() {
            gauges.peakBytes = max(gauges.peakBytes, admission.heldBytes)
            let isExceeded = admission.heldBytes > admission.limits.total
            if isExceeded, !self.isExceeded { gauges.exceeded += 1 }
            self.isExceeded = isExceeded
        }
    }

    private let state: NIOLockedValueBox<State>
    /// How long a live request waits at most for bytes or a render thread.
    private let longestWait: Duration

    /// A budget of `bytes` for the work of `slots` renders at the same time.
    package init(bytes: Int, slots: Int, longestWait: Duration = .seconds(3600)) {
        state = NIOLockedValueBox(State(admission: Admission(.init(total: bytes, slots: slots))))
        self.longestWait = longestWait
    }

    /// A hold on some bytes, with none in it yet.
    package func open(_ kind: MemoryHold.Kind, _ priority: MemoryHold.Priority = .live) -> MemoryHold {
        let id = state.withLockedValue { $0.admission.open(kind.admission, priority.admission) }
        let hold = MemoryHold(Reservation(budget: self, id: id), priority)
        RequestProgress.current?.add(hold)
        return hold
    }

    /// The most that a source of unknown length may have: what it may ask for at last, with room for joining its pieces.
    package var growingSourceBytes: Int {
        state.withLockedValue { max(0, $0.admission.limits.growing - (128 << 10)) }
    }

    /// What all sources together may have.
    var sourceShareBytes: Int { state.withLockedValue { $0.admission.limits.sources } }

    /// Asks that wait for bytes or for a render thread.
    package var waitingCount: Int { state.withLockedValue { $0.admission.waitingCount } }

    /// Those of them that are no batch's.
    package var waitingLiveCount: Int { state.withLockedValue { $0.admission.waitingLiveCount } }

    /// What is held now, and was.
    package var gauges: Gauges {
        state.withLockedValue { state in
            var gauges = state.gauges
            gauges.limitBytes = state.admission.limits.total
            gauges.heldBytes = state.admission.heldBytes
            gauges.sourceBytes = state.admission.sourceBytes
            gauges.shares = state.admission.shares
            gauges.waiting = state.admission.waitingCount
            gauges.rendering = state.admission.renderingCount
            gauges.holds = state.admission.holdCount
            return gauges
        }
    }

    /// Counts what happened to a request.
    func count(_ change: (inout Gauges) -> Void) { state.withLockedValue { change(&$0.gauges) } }

    /// Traps in debug builds when a hold was lost: call it when nothing runs any more.
    package func assertNothingIsHeld() {
        assert(state.withLockedValue { $0.admission.holdCount } == 0, "a share of the memory budget was lost")
    }

    /// A share of a budget, which gives itself back.
    struct Reservation: ~Copyable, Sendable {
        private let budget: Budget
        private let id: Admission.ID

        fileprivate init(budget: Budget, id: Admission.ID) {
            self.budget = budget
            self.id = id
        }

        deinit { budget.change { [id] in $0.close(id) } }

        var bytes: Int { budget.state.withLockedValue { $0.admission.bytes(of: id) } }

        func set(to bytes: Int) { budget.change { $0.set(id, to: bytes) } }

        func endGrowth() { budget.change { $0.endGrowth(of: id) } }

        func complete(contentBytes: Int) {
            budget.state.withLockedValue { $0.admission.complete(id, contentBytes: contentBytes) }
        }

        func leaveSlot() { budget.change { $0.leaveSlot(id) } }

        func count(_ change: (inout Gauges) -> Void) { budget.count(change) }

        /// Returns when `bytes` are had in all.
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
        switch answer(to: id, for: bytes) {
        case .granted: return
        case .never(let allowed): throw .needsMemory(bytes: bytes, allowed: allowed)
        case .waits: break
        }
        let timer = limit.map { limit in
            Task { [self] in
                // Ends early only when nobody waits any more.
                guard (try? await Task.sleep(for: limit)) != nil else { return }
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
        case .granted: return
        case .late: throw .deadlineExceeded
        case .cancelled: throw .cancelled
        }
    }

    /// What can be said at once.
    private func answer(to id: Admission.ID, for bytes: Int) -> Admission.Answer {
        var answer = Admission.Answer.waits
        change { admission in answer = admission.ask(id, for: bytes) }
        guard answer == .waits else {
            if case .never = answer { count { $0.tooLarge += 1 } }
            return answer
        }
        return state.withLockedValue { state in
            guard state.settled.removeValue(forKey: id) != nil else {
                state.gauges.waited += 1
                return .waits
            }
            return .granted
        }
    }

    private func wait(_ id: Admission.ID, _ continuation: CheckedContinuation<Outcome, Never>) {
        let outcome = state.withLockedValue { state in
            let outcome = state.settled.removeValue(forKey: id)
            if outcome == nil { state.waiting[id] = continuation }
            return outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    /// Ends the wait of `id` without a grant, if it waits.
    private func end(_ id: Admission.ID, as outcome: Outcome) {
        var continuation: CheckedContinuation<Outcome, Never>?
        change(also: { state in
            guard state.admission.isWaiting(id) else { return }
            state.admission.withdraw(id)
            if outcome == .late { state.gauges.late += 1 }
            continuation = state.waiting.removeValue(forKey: id)
            if continuation == nil { state.settled[id] = outcome }
        })
        continuation?.resume(returning: outcome)
    }

    fileprivate func change(_ change: (inout Admission) -> Void) {
        self.change(also: { state in change(&state.admission) })
    }

    /// Changes the state, and wakes up whose turn it then is.
    private func change(also change: (inout State) -> Void) {
        let woken = state.withLockedValue { state in
            change(&state)
            var woken: [CheckedContinuation<Outcome, Never>] = []
            for id in state.admission.nextGrants() {
                if let continuation = state.waiting.removeValue(forKey: id) {
                    woken.append(continuation)
                } else {
                    state.settled[id] = .granted
                }
            }
            state.noteHeldBytes()
            return woken
        }
        for continuation in woken { continuation.resume(returning: .granted) }
    }
}
