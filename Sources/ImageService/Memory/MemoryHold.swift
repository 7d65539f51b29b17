import NIOConcurrencyHelpers

/// A share of the budget that one source, or one render with its results, holds; given back when the last one who uses
/// the bytes lets it go.
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

    /// Bytes that are held.
    package var bytes: Int { reservation.bytes }

    /// The most bytes that were held.
    package var peakBytes: Int { peak.withLockedValue { $0 } }

    /// Returns when `bytes` are held in all: at once when that is fewer than before, else when it is this one's turn.
    ///
    /// - Throws: `needsMemory` when it never can be, `deadlineExceeded`, `cancelled`.
    package func reserve(_ bytes: Int) async throws(ServiceError) {
        try await reservation.ask(for: bytes, waitsForever: priority == .batch)
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

    /// The render is over; `bytes` of results are kept. `used` is what it took at the most, as far as that was measured.
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

    /// Everything that is held goes back.
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
