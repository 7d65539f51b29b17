import NIOConcurrencyHelpers

/// What all requests in flight hold together, in bytes: counted, not yet bounded.
package final class MemoryLedger: Sendable {
    private struct Totals {
        var current = 0
        var peak = 0
    }

    private let totals = NIOLockedValueBox(Totals())

    package init() {}

    /// Bytes held now by all requests.
    package var reservedBytes: Int { totals.withLockedValue { $0.current } }

    /// The most bytes held at once since the start.
    package var peakBytes: Int { totals.withLockedValue { $0.peak } }

    /// A share of the ledger for one request, with nothing in it yet.
    package func open() -> Reservation { Reservation(self) }

    fileprivate func change(by bytes: Int) {
        totals.withLockedValue { totals in
            totals.current += bytes
            totals.peak = max(totals.peak, totals.current)
        }
    }

    /// What one request holds; given back when the request lets it go.
    package final class Reservation: Sendable {
        /// What the bytes are for.
        package enum Purpose: Sendable, Hashable, CaseIterable {
            case source, working, output
        }

        private struct Shares {
            var bytes: [Purpose: Int] = [:]
            var peak = 0
        }

        private let ledger: MemoryLedger
        private let shares = NIOLockedValueBox(Shares())

        fileprivate init(_ ledger: MemoryLedger) { self.ledger = ledger }

        deinit {
            for purpose in Purpose.allCases { set(0, for: purpose) }
        }

        /// The request now holds `bytes` for `purpose`, instead of what it held for that before.
        package func set(_ bytes: Int, for purpose: Purpose) {
            let change = shares.withLockedValue { shares in
                let change = bytes - (shares.bytes[purpose] ?? 0)
                shares.bytes[purpose] = bytes
                shares.peak = max(shares.peak, shares.bytes.values.reduce(0, +))
                return change
            }
            ledger.change(by: change)
        }

        /// The most bytes that the request held at once.
        package var peakBytes: Int { shares.withLockedValue { $0.peak } }
    }
}
