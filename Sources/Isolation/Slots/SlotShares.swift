import Waiting

/// Who has a worker's slot, and whose turn is next: a pure value without clock, thread or lock.
///
/// First come, first served; but of the live slots no source and no host has more than half, and whoever has its half lets
/// others pass. Batches have slots of their own, without shares: their items are chosen by host already.
struct SlotShares: TurnRule {
    typealias ID = Int

    private let live: Int
    private let batch: Int
    private var running: [ID: SlotAsker] = [:]
    /// In the order in which they came.
    private var waiting: [(id: ID, asker: SlotAsker)] = []
    private var nextID = 0
    private var liveCount = 0
    private var bySource: [SourceFingerprint: Int] = [:]
    private var byHost: [String: Int] = [:]

    /// `live` slots, and `batch` beside them; each at least 1.
    init(live: Int, batch: Int) {
        self.live = max(live, 1)
        self.batch = max(batch, 1)
    }

    /// The most slots of one source, or one host.
    private var share: Int { HostRules.workerSlots(of: live) }

    var runningCount: Int { running.count }
    var waitingCount: Int { waiting.count }

    /// Live ones that wait.
    var waitingLiveCount: Int { waiting.count { !$0.asker.isBatch } }

    /// Live ones that wait and have the source or the host of `asker`.
    func waitingCount(like asker: SlotAsker) -> Int {
        waiting.count { waiter in
            !waiter.asker.isBatch
                && (waiter.asker.source == asker.source || waiter.asker.host != nil && waiter.asker.host == asker.host)
        }
    }

    func isWaiting(_ id: ID) -> Bool { waiting.contains { $0.id == id } }

    /// Puts `asker` at the end of the line; `nil` for a live one that would have to wait, when `most` live ones wait already,
    /// or half as many of its source or host.
    mutating func ask(_ asker: SlotAsker, most: Int) -> ID? {
        let (all, own) = (waitingLiveCount, waitingCount(like: asker))
        let isLetIn = asker.isBatch || hasSlot(asker) || all < most && own < max(most / 2, 1)
        return isLetIn ? ask(asker) : nil
    }

    /// Puts `asker` at the end of the line. Afterwards call `nextGrants`.
    mutating func ask(_ asker: SlotAsker) -> ID {
        nextID += 1
        waiting.append((nextID, asker))
        return nextID
    }

    mutating func withdraw(_ id: ID) { waiting.removeAll { $0.id == id } }

    /// Takes `id` out, whether it waits or has a slot. Afterwards call `nextGrants`.
    mutating func leave(_ id: ID) {
        withdraw(id)
        guard let asker = running.removeValue(forKey: id) else { return }
        count(asker, -1)
    }

    /// Those whose turn it is now; each has its slot.
    mutating func nextGrants() -> [ID] {
        var granted: [ID] = []
        while let index = waiting.firstIndex(where: { hasSlot($0.asker) }) {
            let (id, asker) = waiting.remove(at: index)
            running[id] = asker
            count(asker, 1)
            granted.append(id)
        }
        return granted
    }

    /// Whether `asker` would have a slot at once.
    func hasSlot(_ asker: SlotAsker) -> Bool {
        guard !asker.isBatch else { return running.count - liveCount < batch }
        guard liveCount < live, bySource[asker.source] ?? 0 < share else { return false }
        return asker.host.map { byHost[$0] ?? 0 < share } ?? true
    }

    private mutating func count(_ asker: SlotAsker, _ change: Int) {
        guard !asker.isBatch else { return }
        liveCount += change
        Self.count(asker.source, change, in: &bySource)
        if let host = asker.host { Self.count(host, change, in: &byHost) }
    }

    /// Keys without a slot are forgotten.
    private static func count<Key: Hashable>(_ key: Key, _ change: Int, in counts: inout [Key: Int]) {
        let count = (counts[key] ?? 0) + change
        counts[key] = count == 0 ? nil : count
    }
}
