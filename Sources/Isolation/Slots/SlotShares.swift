/// Who holds a worker's slot, and whose turn is next: a pure value without clock, thread or lock.
///
/// First come, first served; but no source and no host gets more than half of the live slots, and one that has its half
/// lets others pass. Batches have separate slots, without shares: their items are already selected by host.
struct SlotShares: Sendable {
    typealias ID = Int

    private let live: Int
    private let batch: Int
    private var running: [ID: SlotAsker] = [:]
    /// In order of arrival.
    private var waiting: [(id: ID, asker: SlotAsker)] = []
    private var nextID = 0
    private var liveCount = 0
    private var bySource: [SourceFingerprint: Int] = [:]
    private var byHost: [String: Int] = [:]

    /// `live` slots, and `batch` more; each at least 1.
    init(live: Int, batch: Int) {
        self.live = max(live, 1)
        self.batch = max(batch, 1)
    }

    /// The maximum number of slots for one source, or one host.
    private var share: Int { max(live / 2, 1) }

    var runningCount: Int { running.count }
    var waitingCount: Int { waiting.count }

    /// Waiting live requests.
    var waitingLiveCount: Int { waiting.count { !$0.asker.isBatch } }

    /// Waiting live requests with the same source or host as `asker`.
    func waitingCount(like asker: SlotAsker) -> Int {
        waiting.count { waiter in
            !waiter.asker.isBatch
                && (waiter.asker.source == asker.source || waiter.asker.host != nil && waiter.asker.host == asker.host)
        }
    }

    func isWaiting(_ id: ID) -> Bool { waiting.contains { $0.id == id } }

    /// Adds `asker` to the end of the queue. Call `nextGrants` afterwards.
    mutating func ask(_ asker: SlotAsker) -> ID {
        nextID += 1
        waiting.append((nextID, asker))
        return nextID
    }

    /// Removes `id`, whether it is waiting or has a slot. Call `nextGrants` afterwards.
    mutating func leave(_ id: ID) {
        waiting.removeAll { $0.id == id }
        guard let asker = running.removeValue(forKey: id) else { return }
        count(asker, -1)
    }

    /// Those whose turn it is now; each of them has its slot.
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

    /// Whether `asker` would get a slot at once.
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

    /// Keys without a slot are removed.
    private static func count<Key: Hashable>(_ key: Key, _ change: Int, in counts: inout [Key: Int]) {
        let count = (counts[key] ?? 0) + change
        counts[key] = count == 0 ? nil : count
    }
}
