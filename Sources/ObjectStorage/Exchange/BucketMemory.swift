import NIOConcurrencyHelpers

/// What was learned of buckets: where they are, and how their requests fared. Of a bounded number: whoever may name buckets may
/// name any number of them.
final class BucketMemory: Sendable {
    private struct Entry {
        var region: String?
        var budget = RetryBudget()
        var lastUse = 0
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var uses = 0
    }

    private static let capacity = 1024
    private let state = NIOLockedValueBox(State())

    func region(of bucket: String) -> String? { change(bucket) { $0.region } }

    func learn(_ region: String, of bucket: String) { change(bucket) { $0.region = region } }

    /// Whether a further try against `bucket` may be made.
    func spend(on bucket: String) -> Bool { change(bucket) { $0.budget.spend() } }

    func succeeded(_ bucket: String) { change(bucket) { $0.budget.refill() } }

    private func change<Value>(_ bucket: String, _ body: (inout Entry) -> Value) -> Value {
        state.withLockedValue { state in
            state.uses += 1
            var entry = state.entries[bucket] ?? Entry()
            entry.lastUse = state.uses
            defer {
                state.entries[bucket] = entry
                if state.entries.count > Self.capacity { Self.shrink(&state) }
            }
            return body(&entry)
        }
    }

    /// Forgets the half that was not used for the longest time.
    private static func shrink(_ state: inout State) {
        let newest = state.entries.sorted { $0.value.lastUse > $1.value.lastUse }.prefix(capacity / 2)
        state.entries = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
    }
}
