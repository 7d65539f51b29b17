import ImageService
import NIOConcurrencyHelpers

/// The requests in flight.
package final class RequestRegistry: Sendable {
    /// A request in flight.
    struct Entry: Sendable {
        let id: String
        let method: String
        let route: String
        let start: ContinuousClock.Instant
        let account: RequestAccount
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var next: UInt64 = 0
    }

    private let state = NIOLockedValueBox(State())

    package init() {}

    /// All of them, the oldest first.
    var entries: [Entry] {
        state.withLockedValue { state in state.entries.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// Keeps `entry` for as long as the ticket is held.
    func register(_ entry: Entry) -> Ticket {
        let number = state.withLockedValue { state in
            state.next += 1
            state.entries[state.next] = entry
            return state.next
        }
        return Ticket(number, self)
    }

    /// Holds a request's place, and gives it up when released.
    final class Ticket: Sendable {
        private let number: UInt64
        private let registry: RequestRegistry

        fileprivate init(_ number: UInt64, _ registry: RequestRegistry) {
            self.number = number
            self.registry = registry
        }

        deinit {
            _ = registry.state.withLockedValue { $0.entries.removeValue(forKey: number) }
        }
    }
}
