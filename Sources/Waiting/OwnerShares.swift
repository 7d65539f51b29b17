/// A number of units (slots, bytes) for many owners, none of which may have more than its share: a rule for a
/// `WaitingLine`.
///
/// First come, first served; but who waits for others of its own owner lets others pass. What is larger than all units, or
/// than a share, has its turn when nothing else (of that owner) is in use: so nobody waits for ever, as long as all that is
/// granted is given back.
package struct OwnerShares: TurnRule {
    package typealias ID = Int

    private struct Ask {
        let owner: String?
        let units: Int
    }

    /// What an owner has in use.
    private struct Use {
        var units = 0
        var count = 0
    }

    private let total: Int
    private let share: Int
    private var all = Use()
    private var owners: [String: Use] = [:]
    private var granted: [ID: Ask] = [:]
    /// In the order in which they came.
    private var waiting: [(id: ID, ask: Ask)] = []
    private var nextID = 0

    /// `units` in all, `nil` for no bound, of which one owner has at most `share`.
    package init(units: Int? = nil, share: Int = .max) {
        total = units ?? .max
        self.share = share
    }

    package var waitingCount: Int { waiting.count }

    /// Units in use.
    package var usedUnits: Int { all.units }

    /// Puts an ask for `units` at the end of the line. `owner` `nil` is nobody in particular, without a share.
    package mutating func ask(_ owner: String? = nil, units: Int = 1) -> ID {
        nextID += 1
        waiting.append((nextID, Ask(owner: owner, units: units)))
        return nextID
    }

    /// Gives back what `id` was granted.
    package mutating func leave(_ id: ID) {
        guard let ask = granted.removeValue(forKey: id) else { return }
        all.units -= ask.units
        all.count -= 1
        guard let owner = ask.owner, var use = owners[owner] else { return }
        use.units -= ask.units
        use.count -= 1
        owners[owner] = use.count == 0 ? nil : use
    }

    package func isWaiting(_ id: ID) -> Bool { waiting.contains { $0.id == id } }

    package mutating func withdraw(_ id: ID) { waiting.removeAll { $0.id == id } }

    package mutating func nextGrants() -> [ID] {
        var grants: [ID] = []
        var passed: Set<String> = []
        var index = 0
        while index < waiting.count {
            let (id, ask) = waiting[index]
            if let owner = ask.owner, passed.contains(owner) || !Self.fits(ask, owners[owner] ?? Use(), share) {
                passed.insert(owner)
                index += 1
                continue
            }
            // Nobody overtakes the first that its owner lets through: what is large has its turn, too.
            guard Self.fits(ask, all, total) else { break }
            waiting.remove(at: index)
            grant(id, ask)
            grants.append(id)
        }
        return grants
    }

    private static func fits(_ ask: Ask, _ use: Use, _ limit: Int) -> Bool {
        use.count == 0 || ask.units <= limit - use.units
    }

    private mutating func grant(_ id: ID, _ ask: Ask) {
        granted[id] = ask
        all.units += ask.units
        all.count += 1
        guard let owner = ask.owner else { return }
        owners[owner, default: Use()].units += ask.units
        owners[owner, default: Use()].count += 1
    }
}
