import NIOConcurrencyHelpers

/// Addresses that recently accepted no connection, or too slowly: they are tried after the others of their host.
final class AddressMemory: Sendable {
    /// One address's port.
    private struct Place: Hashable {
        let address: IPAddress
        let port: Int
    }

    private let lifetime: Duration
    private let capacity: Int
    private let failures = NIOLockedValueBox<[Place: ContinuousClock.Instant]>([:])

    /// Keeps at most `capacity` addresses, each for `lifetime`.
    init(lifetime: Duration = .seconds(120), capacity: Int = 1024) {
        self.lifetime = lifetime
        self.capacity = capacity
    }

    /// How many addresses are kept.
    var count: Int { failures.withLockedValue { $0.count } }

    func noteFailure(of pin: Pin, port: Int) {
        let now = ContinuousClock.now
        failures.withLockedValue { failures in
            failures[Place(address: pin.address, port: port)] = now + lifetime
            guard failures.count > capacity else { return }
            failures = failures.filter { $0.value > now }
            if failures.count > capacity, let oldest = failures.min(by: { $0.value < $1.value }) {
                failures[oldest.key] = nil
            }
        }
    }

    func noteSuccess(of pin: Pin, port: Int) {
        _ = failures.withLockedValue { $0.removeValue(forKey: Place(address: pin.address, port: port)) }
    }

    /// `pins`, best first, in the order in which they are tried: alternating between IPv4 and IPv6, so that a family
    /// that does not work costs one attempt (RFC 8305, section 4); recently failed ones last.
    func ordered(_ pins: [Pin], port: Int) -> [Pin] {
        guard pins.count > 1 else { return pins }
        let byTurns = Self.byTurns(pins)
        let now = ContinuousClock.now
        let failed = failures.withLockedValue { failures in
            byTurns.map { failures[Place(address: $0.address, port: port)].map { $0 > now } ?? false }
        }
        let marked = zip(byTurns, failed)
        return marked.filter { !$0.1 }.map(\.0) + marked.filter(\.1).map(\.0)
    }

    private static func byTurns(_ pins: [Pin]) -> [Pin] {
        let first = pins.filter { $0.address.isV6 == pins[0].address.isV6 }
        let second = pins.filter { $0.address.isV6 != pins[0].address.isV6 }
        return (0..<max(first.count, second.count)).flatMap { index in
            [first, second].compactMap { $0.indices.contains(index) ? $0[index] : nil }
        }
    }
}

extension IPAddress {
    fileprivate var isV6: Bool { if case .v6 = self { true } else { false } }
}
