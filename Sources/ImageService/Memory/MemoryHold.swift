import NIOConcurrencyHelpers

/// A share of the budget, held by one source, or by one render and its results; it is returned when the last user of
/// the bytes releases it.
package final class MemoryHold: Sendable {
    /// What the bytes are for; `Admission` says who waits for whom.
    package enum Kind: Sendable, Hashable {
        case source, growingSource, work, render, isolated
    }

    package enum Priority: String, Sendable, Hashable, CaseIterable {
        /// Somebody waits for the answer.
        case live
        case batch
    }

    private let reservation: Budget.Reservation
    private let priority: Priority
    private let peak = NIOLockedValueBox(0)

    init(_ reservation: consuming Budget.Reservation, _ priority: Priority) {
        self.reservation = reservation
        self.priority = priority
    }

    /// The bytes that are held.
    package var bytes: Int { reservation.bytes }

    /// The most bytes that were held.
    package var peakBytes: Int { peak.withLockedValue { $0 } }

    /// Returns when it holds `bytes` in total: at once if that is fewer than before, otherwise when it is its turn.
    ///
    /// - Throws: `needsMemory` if that is never possible, `deadlineExceeded`, `cancelled`.
    package func reserve(_ bytes: Int) async throws(ServiceError) {
        try await reservation.ask(for: bytes, waitsForever: priority == .batch)
        note(bytes)
    }

    /// Takes over `bytes` bytes that are in memory already, lent until now to whoever keeps them: nobody waits for that.
    func takeOver(_ bytes: Int) {
        reservation.set(to: bytes)
        reservation.complete(contentBytes: bytes)
        note(bytes)
    }

    /// The source is complete, in `bytes` bytes of memory, of which `contentBytes` are used.
    package func complete(bytes: Int, contentBytes: Int) {
        reservation.set(to: bytes)
        reservation.endGrowth()
        reservation.complete(contentBytes: contentBytes)
        reservation.count { gauges in
            gauges.fetchedBytes += contentBytes
            gauges.fetchedCapacityBytes += bytes
        }
    }

    /// The render is over; `bytes` of results are kept. `used` is the most that it took, if that was measured.
    package func finish(keeping bytes: Int, used: Int = 0) {
        let over = max(bytes, used) - reservation.bytes
        if over > 0 {
            reservation.count { gauges in
                gauges.overruns += 1
                gauges.worstOverrunBytes = max(gauges.worstOverrunBytes, over)
            }
        }
        reservation.set(to: bytes)
        reservation.complete(contentBytes: bytes)
        reservation.leaveSlot()
    }

    /// Returns everything that is held.
    package func release() {
        reservation.set(to: 0)
        reservation.leaveSlot()
        reservation.endGrowth()
    }

    private func note(_ bytes: Int) { peak.withLockedValue { $0 = max($0, bytes) } }
}

extension MemoryHold.Kind {
    var admission: Admission.Kind {
        switch self {
        case .source: .source
        case .growingSource: .growingSource
        case .work: .work
        case .render: .render
        case .isolated: .isolated
        }
    }
}

extension MemoryHold.Priority {
    var admission: Admission.Priority {
        switch self {
        case .live: .live
        case .batch: .batch
        }
    }
}
