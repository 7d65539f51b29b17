import NIOConcurrencyHelpers

/// Work in progress, by what it does: a request that needs the same work joins it.
final class JoinTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        weak var work: SharedWork<Value>?
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// The number of entries at which those whose work is gone are removed.
        var sweepAt = 64
    }

    /// A place among those who wait for the same work.
    struct Membership: Sendable {
        let work: SharedWork<Value>
        fileprivate let member: Int
        /// Whether the work was begun for this one.
        let isFirst: Bool

        /// - Throws: as `SharedWork.value`.
        func value() async throws(ServiceError) -> Value { try await work.value(for: member) }
    }

    private let state = NIOLockedValueBox(State())

    /// Joins the work for `key`, if somebody still holds it; otherwise begins `work`.
    func join(
        _ key: Key, _ work: @escaping @Sendable () async throws(ServiceError) -> Value
    ) -> Membership {
        let (membership, isNew) = state.withLockedValue { state -> (Membership, Bool) in
            if let shared = state.entries[key]?.work, let member = shared.enter() {
                return (Membership(work: shared, member: member, isFirst: false), false)
            }
            let shared = SharedWork<Value>()
            // The first to enter always can.
            let member = shared.enter() ?? 0
            state.entries[key] = Entry(work: shared)
            Self.sweep(&state)
            return (Membership(work: shared, member: member, isFirst: true), true)
        }
        if isNew { membership.work.begin(work) }
        return membership
    }

    private static func sweep(_ state: inout State) {
        guard state.entries.count >= state.sweepAt else { return }
        state.entries = state.entries.filter { $0.value.work != nil }
        state.sweepAt = max(64, state.entries.count * 2)
    }
}
