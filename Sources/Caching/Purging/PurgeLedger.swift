/// What was purged: for each scope the number of its last purge, so that a purge costs the same for one entry and for ten
/// million. What it concerns is not looked for: entries find out when they are requested, and eviction takes the rest.
///
/// A pure value, bounded: when it has too many scopes, the older half becomes one purge of everything up to then.
package struct PurgeLedger: Sendable, Hashable {
    private var hard: [PurgeScope: Int] = [:]
    private var soft: [PurgeScope: Int] = [:]
    /// The number of the last purge.
    package private(set) var last = 0
    private let mostScopes: Int

    package init(mostScopes: Int = 100_000) { self.mostScopes = max(mostScopes, 2) }

    /// What purges say of an entry.
    package enum Verdict: Sendable, Hashable {
        case untouched
        /// It may be used once more, and has to be renewed.
        case stale
        case gone
    }

    /// The scopes that are remembered.
    package var scopeCount: Int { hard.count + soft.count }

    /// Records `purge`; the same one twice is one.
    package mutating func record(_ purge: Purge) {
        last = max(last, purge.number)
        switch purge.strength {
        case .hard: hard[purge.scope] = max(hard[purge.scope] ?? 0, purge.number)
        case .soft: soft[purge.scope] = max(soft[purge.scope] ?? 0, purge.number)
        }
        if purge.scope == .everything { forgetCovered() }
        if scopeCount > mostScopes { compact() }
    }

    /// What becomes of the entry with this head.
    package func verdict(on head: EntryHead) -> Verdict {
        guard head.purges < last else { return .untouched }
        var scopes: [PurgeScope] = [.everything, .source(head.source), .entry(head.key)]
        scopes += head.tags.map { .tag($0) }
        if scopes.contains(where: { hard[$0] ?? 0 > head.purges }) { return .gone }
        return scopes.contains(where: { soft[$0] ?? 0 > head.purges }) ? .stale : .untouched
    }

    /// The purges that make this ledger, in the order of their numbers.
    package var purges: [Purge] {
        let all =
            hard.map { Purge(number: $1, scope: $0, strength: .hard) }
            + soft.map { Purge(number: $1, scope: $0, strength: .soft) }
        return all.sorted { $0.number < $1.number }
    }

    /// What came before a hard purge of everything says nothing any more.
    private mutating func forgetCovered() {
        guard let everything = hard[.everything] else { return }
        hard = hard.filter { $0.key == .everything || $0.value > everything }
        soft = soft.filter { $0.value > everything }
    }

    private mutating func compact() {
        let numbers = purges.map(\.number)
        hard[.everything] = max(hard[.everything] ?? 0, numbers[numbers.count / 2])
        forgetCovered()
    }
}
