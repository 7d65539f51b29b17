import Waiting

/// Who holds a worker's slot, and whose turn is next: a pure value without clock, thread or lock.
///
/// First come, first served; but of the live slots no source and no host has more than half, and all of them together need no
/// more than `bytes`, unless one alone does. Whoever has to wait for that lets others pass, so many times. Batches have slots of
/// their own, without shares: their items are chosen by host already.
struct SlotShares: TurnRule {
    typealias ID = Int

    private let live: Int
    private let batch: Int
    private let bytes: Int
    private var running: [ID: SlotAsker] = [:]
    /// In the order in which they came; `passes`: how many that came later went before it, for want of memory.
    private var waiting: [(id: ID, asker: SlotAsker, passes: Int)] = []
    private var nextID = 0
    private var liveCount = 0
    private var liveBytes = 0
    private var bySource: [SourceFingerprint: Int] = [:]
    private var byHost: [String: Int] = [:]

    /// How many may pass one that waits for memory.
    private static let mostPasses = 32

    /// `live` slots, and `batch` beside them; each at least 1. Those of the former need at most `bytes` together.
    init(live: Int, batch: Int, bytes: Int = .max) {
        self.live = max(live, 1)
        self.batch = max(batch, 1)
        self.bytes = bytes
    }

    /// The maximum number of slots for one source, or one host.
    private var share: Int { HostRules.workerSlots(of: live) }

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

    /// Puts `asker` at the end of the line; `nil` for a live one that would have to wait, when `most` live ones wait already,
    /// or half as many of its source or host.
    mutating func ask(_ asker: SlotAsker, most: Int) -> ID? {
        let (all, own) = (waitingLiveCount, waitingCount(like: asker))
        let isLetIn = asker.isBatch || hasSlot(asker) || all < most && own < max(most / 2, 1)
        return isLetIn ? ask(asker) : nil
    }

    /// Adds `asker` to the end of the queue. Call `nextGrants` afterwards.
    mutating func ask(_ asker: SlotAsker) -> ID {
        nextID += 1
        waiting.append((nextID, asker, 0))
        return nextID
    }

    mutating func withdraw(_ id: ID) { waiting.removeAll { $0.id == id } }

    /// Removes `id`, whether it is waiting or has a slot. Call `nextGrants` afterwards.
    mutating func leave(_ id: ID) {
        withdraw(id)
        guard let asker = running.removeValue(forKey: id) else { return }
        count(asker, -1)
    }

    /// Those whose turn it is now; each of them has its slot.
    mutating func nextGrants() -> [ID] {
        var granted: [ID] = []
        while let index = nextIndex() {
            let (id, asker, _) = waiting.remove(at: index)
            if !asker.isBatch {
                for before in 0..<index where lacksRoom(waiting[before].asker) { waiting[before].passes += 1 }
            }
            running[id] = asker
            count(asker, 1)
            granted.append(id)
        }
        return granted
    }

    /// Where the one stands whose turn it is.
    private func nextIndex() -> Int? {
        var isHeld = false
        return waiting.firstIndex { _, asker, passes in
            if hasSlot(asker), asker.isBatch || !isHeld { return true }
            isHeld = isHeld || passes >= Self.mostPasses && lacksRoom(asker)
            return false
        }
    }

    /// Whether `asker` would get a slot at once.
    func hasSlot(_ asker: SlotAsker) -> Bool { hasTurn(asker) && hasRoom(asker) }

    /// Whether nothing but memory is wanting.
    private func lacksRoom(_ asker: SlotAsker) -> Bool { !hasRoom(asker) && hasTurn(asker) }

    private func hasRoom(_ asker: SlotAsker) -> Bool {
        asker.isBatch || asker.bytes == 0 || liveBytes == 0 || asker.bytes <= bytes - liveBytes
    }

    private func hasTurn(_ asker: SlotAsker) -> Bool {
        guard !asker.isBatch else { return running.count - liveCount < batch }
        guard liveCount < live, bySource[asker.source] ?? 0 < share else { return false }
        return asker.host.map { byHost[$0] ?? 0 < share } ?? true
    }

    private mutating func count(_ asker: SlotAsker, _ change: Int) {
        guard !asker.isBatch else { return }
        liveCount += change
        liveBytes += change * asker.bytes
        Self.count(asker.source, change, in: &bySource)
        if let host = asker.host { Self.count(host, change, in: &byHost) }
    }

    /// Keys without a slot are removed.
    private static func count<Key: Hashable>(_ key: Key, _ change: Int, in counts: inout [Key: Int]) {
        let count = (counts[key] ?? 0) + change
        counts[key] = count == 0 ? nil : count
    }
}
