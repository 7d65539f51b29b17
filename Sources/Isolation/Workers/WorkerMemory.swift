import NIOConcurrencyHelpers

/// What all workers hold beyond what their work was estimated to need. Estimates are of honest sources; what others may take
/// is bounded here, for all of them together, as it is nobody's reservation.
final class WorkerMemory: Sendable {
    private struct Entry {
        let expected: Int
        var own = 0

        var excess: Int { max(own - expected, 0) }
    }

    private let most: Int
    private let entries = NIOLockedValueBox<[Int: Entry]>([:])

    /// Allows `most` bytes.
    init(most: Int) { self.most = most }

    /// Worker `number` begins work that needs about `bytes`.
    func begin(_ number: Int, bytes: Int) { entries.withLockedValue { $0[number] = Entry(expected: bytes) } }

    /// It has done it, or has ended.
    func end(_ number: Int) { entries.withLockedValue { $0[number] = nil } }

    /// Notes that worker `number` holds `own` bytes; whether it has to go: too much is held, and most of it by this one.
    func isTooMuch(_ number: Int, own: Int) -> Bool {
        entries.withLockedValue { entries in
            entries[number]?.own = own
            guard entries.values.reduce(0, { $0 + $1.excess }) > most, let excess = entries[number]?.excess else {
                return false
            }
            return entries.values.allSatisfy { $0.excess <= excess }
        }
    }
}
