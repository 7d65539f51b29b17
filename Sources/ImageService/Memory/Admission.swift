/// Who gets bytes of a limited total, and in which order: a pure value without clock, thread or lock.
///
/// A request asks in two steps, and the total is divided so that no step can wait for ever:
///
/// - **Sources** together hold at most `Limits.sources`. One whose length is known asks once, for all of it. One that
///   grows asks for more and more while it holds bytes. Only the oldest of those may use the last `Limits.growing`
///   bytes of the share, and none may become larger than that: so the oldest always finishes, and then the next one is
///   the oldest.
/// - **Work** asks once, for the most that it may need, and waits for nothing afterwards. It may need the total minus
///   the share of sources: so the first in line fits when all other work is done, at the latest, whatever the sources
///   behind it hold.
///
/// Work comes before sources, because it finishes what has begun. Within a step, it is first come, first served; live
/// requests come before batches, which get every fourth grant. Batches begin nothing more while they hold half of what
/// sources, or work, may have. Their renders have their own slots, as they have their own threads.
struct Admission: Sendable {
    typealias ID = Int

    /// The shares, in bytes, and the renders that may hold bytes for their work at the same time.
    struct Limits: Sendable, Hashable {
        var total: Int
        var sources: Int
        /// The most bytes that a source may grow to.
        var growing: Int
        /// The part of the sources' share that only the oldest growing source may use: as much as it may need.
        var keptForEldest: Int
        var slots: Int

        /// A third of `total` for sources; half of that for a growing one.
        init(total: Int, slots: Int) {
            self.total = total
            sources = total / 3
            growing = total / 6
            keptForEldest = growing
            self.slots = max(slots, 1)
        }

        /// The most that one render may need.
        var work: Int { total - sources }

        /// The limit at which batches begin nothing more of a kind, unless they have nothing of it.
        func batchShare(_ kind: Kind) -> Int { (kind.isSource ? sources : work) / 2 }
    }

    enum Kind: Sendable, Hashable {
        /// A source of known length.
        case source
        /// A source whose length is known only at its end.
        case growingSource
        /// Bytes besides a source, without a render thread.
        case work
        /// The same with a render thread; their number is bounded.
        case render
        /// The same in a worker; the caller already has a slot there. Other work may pass it a limited number of times,
        /// so that work that needs no worker does not wait for one.
        case isolated
    }

    enum Priority: Sendable, Hashable {
        case live, batch
    }

    enum Answer: Sendable, Hashable {
        case granted, waits
        /// Never possible, however long one waits: it is more than `allowed`.
        case never(allowed: Int)
    }

    struct Hold {
        let kind: Kind
        let priority: Priority
        var bytes = 0
        var wanted: Int?
        var usesSlot = false
        /// How many of the bytes are in use once the content is complete: a source's, or results. `nil` before.
        var contentBytes: Int?
    }

    let limits: Limits
    private(set) var holds: [ID: Hold] = [:]
    private var nextID = 0
    private var work = Line()
    private var isolated = Line()
    /// Grants to other work while the first isolated one waited.
    private var passedIsolated = 0
    private var growth = Line()
    private var sources = Line()
    /// Sources that hold bytes and may want more, oldest first.
    private var growers: [ID] = []
    private(set) var heldBytes = 0
    private(set) var sourceBytes = 0
    private(set) var usedSlots = 0
    /// The part of that held by batches.
    private(set) var usedBatchSlots = 0
    private var batchSourceBytes = 0
    private var batchWorkBytes = 0

    init(_ limits: Limits) { self.limits = limits }

    /// Requests that wait.
    var waitingCount: Int { work.count + isolated.count + growth.count + sources.count }

    /// The live ones among them.
    var waitingLiveCount: Int { work.liveCount + growth.liveCount + sources.liveCount }

    /// Renders that have their bytes.
    private(set) var renderingCount = 0

    /// Holds that exist, with bytes or without.
    var holdCount: Int { holds.count }

    func bytes(of id: ID) -> Int { holds[id]?.bytes ?? 0 }

    func isWaiting(_ id: ID) -> Bool { holds[id]?.wanted != nil }

    /// The most bytes of a hold of `kind`.
    func allowed(_ kind: Kind) -> Int {
        switch kind {
        case .source: limits.sources
        case .growingSource: limits.growing
        case .work, .render, .isolated: limits.work
        }
    }
}

// MARK: - What holders do

extension Admission {
    /// A hold without bytes.
    mutating func open(_ kind: Kind, _ priority: Priority) -> ID {
        nextID += 1
        holds[nextID] = Hold(kind: kind, priority: priority)
        return nextID
    }

    /// Asks for a total of `bytes` for `id`, which must not be waiting already. Afterwards call `nextGrants`.
    ///
    /// A hold of known size that has bytes gets more at once: that is for unforeseen needs, not for growing.
    mutating func ask(_ id: ID, for bytes: Int) -> Answer {
        guard let hold = holds[id] else { return .granted }
        let allowed = allowed(hold.kind)
        guard bytes <= allowed else { return .never(allowed: allowed) }
        guard bytes > hold.bytes, hold.kind == .growingSource || hold.bytes == 0 else {
            set(id, to: bytes)
            return .granted
        }
        holds[id]?.wanted = bytes
        switch hold.kind {
        case .work, .render: work.append(id, hold.priority)
        case .isolated: isolated.append(id, hold.priority)
        case .growingSource where hold.bytes > 0: growth.append(id, hold.priority)
        case .source, .growingSource: sources.append(id, hold.priority)
        }
        return .waits
    }

    /// Returns bytes, or takes unforeseen ones.
    mutating func set(_ id: ID, to bytes: Int) {
        guard let hold = holds[id] else { return }
        heldBytes += bytes - hold.bytes
        if hold.kind.isSource { sourceBytes += bytes - hold.bytes }
        if hold.priority == .batch {
            if hold.kind.isSource {
                batchSourceBytes += bytes - hold.bytes
            } else {
                batchWorkBytes += bytes - hold.bytes
            }
        }
        holds[id]?.bytes = bytes
    }

    /// The source is complete: it needs no more.
    mutating func endGrowth(of id: ID) { growers.removeAll { $0 == id } }

    /// The content of `id` is complete and uses `bytes`.
    mutating func complete(_ id: ID, contentBytes bytes: Int) { holds[id]?.contentBytes = bytes }

    /// The render thread is free again.
    mutating func leaveSlot(_ id: ID) {
        guard let hold = holds[id], hold.usesSlot else { return }
        holds[id]?.usesSlot = false
        renderingCount -= 1
        guard hold.kind == .render else { return }
        usedSlots -= 1
        if hold.priority == .batch { usedBatchSlots -= 1 }
    }

    /// `id` no longer waits; it keeps what it has.
    mutating func withdraw(_ id: ID) {
        guard let hold = holds[id], hold.wanted != nil else { return }
        holds[id]?.wanted = nil
        work.remove(id, hold.priority)
        isolated.remove(id, hold.priority)
        growth.remove(id, hold.priority)
        sources.remove(id, hold.priority)
    }

    /// Returns everything.
    mutating func close(_ id: ID) {
        withdraw(id)
        leaveSlot(id)
        endGrowth(of: id)
        set(id, to: 0)
        holds[id] = nil
    }

    /// The holds whose turn it is now, in order; each has its bytes.
    mutating func nextGrants() -> [ID] {
        var granted: [ID] = []
        while let id = nextGrant() {
            grant(id)
            granted.append(id)
        }
        return granted
    }
}

// MARK: - Whose turn it is

extension Admission {
    private func nextGrant() -> ID? {
        let (first, firstIsolated) = (next(in: work), next(in: isolated))
        let isHeldBack = firstIsolated != nil && passedIsolated >= Self.maximumPasses
        if let id = first, !isHeldBack, fits(id), hasSlot(id) { return id }
        // Nothing passes work that only waits for bytes.
        let isBehind = first.map { !isHeldBack && hasSlot($0) } ?? false
        if let id = firstIsolated, !isBehind, fits(id) { return id }
        if let eldest = growers.first, isWaiting(eldest), fits(eldest) { return eldest }
        if let id = growth.first, fits(id) { return id }
        if let id = next(in: sources), fits(id) { return id }
        return nil
    }

    /// How much other work may pass the first isolated one: some tenths of a second of it.
    private static let maximumPasses = 32

    /// The first of a line; if batches have their share, live requests pass theirs.
    private func next(in line: Line) -> ID? {
        guard let first = line.first, let hold = holds[first], hold.priority == .batch else { return line.first }
        let held = hold.kind.isSource ? batchSourceBytes : batchWorkBytes
        let isWithinShare = held == 0 || held + (hold.wanted ?? 0) <= limits.batchShare(hold.kind)
        return isWithinShare && hasSlot(first) ? first : line.firstLive
    }

    private func hasSlot(_ id: ID) -> Bool {
        guard let hold = holds[id], hold.kind == .render else { return true }
        return (hold.priority == .batch ? usedBatchSlots : usedSlots - usedBatchSlots) < limits.slots
    }

    private func fits(_ id: ID) -> Bool {
        guard let hold = holds[id], let wanted = hold.wanted else { return false }
        let more = wanted - hold.bytes
        guard heldBytes + more <= limits.total else { return false }
        guard hold.kind.isSource else { return true }
        let mayUseAll = growers.isEmpty || growers.first == id
        return sourceBytes + more <= (mayUseAll ? limits.sources : limits.sources - limits.keptForEldest)
    }

    private mutating func grant(_ id: ID) {
        guard let hold = holds[id], let wanted = hold.wanted else { return }
        switch hold.kind {
        case .work, .render:
            work.take(id, hold.priority)
            passedIsolated = isolated.count > 0 ? passedIsolated + 1 : 0
        case .isolated:
            isolated.take(id, hold.priority)
            passedIsolated = 0
        case .growingSource where hold.bytes > 0: growth.take(id, hold.priority)
        case .source, .growingSource: sources.take(id, hold.priority)
        }
        if hold.kind == .growingSource, hold.bytes == 0 { growers.append(id) }
        if hold.kind == .render || hold.kind == .isolated {
            holds[id]?.usesSlot = true
            renderingCount += 1
        }
        if hold.kind == .render {
            usedSlots += 1
            if hold.priority == .batch { usedBatchSlots += 1 }
        }
        holds[id]?.wanted = nil
        set(id, to: wanted)
    }
}

extension Admission.Kind {
    var isSource: Bool {
        switch self {
        case .source, .growingSource: true
        case .work, .render, .isolated: false
        }
    }
}
