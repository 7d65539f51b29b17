import TestSupport
import Testing

@testable import Isolation

@Suite(.computing) struct SlotSharesTests {
    private static func asker(_ source: UInt8, _ host: String? = nil, isBatch: Bool = false) -> SlotAsker {
        SlotAsker(source: SourceFingerprint(of: [source]), host: host, isBatch: isBatch)
    }

    @Test("slots are given first come, first served")
    func order() {
        var shares = SlotShares(live: 2, batch: 1)
        let ids = (0..<4).map { shares.ask(Self.asker(UInt8($0))) }
        #expect(shares.nextGrants() == Array(ids[..<2]))
        #expect(shares.waitingCount == 2)
        shares.leave(ids[0])
        #expect(shares.nextGrants() == [ids[2]])
    }

    @Test("no host and no source has more than half; others pass them")
    func shares() {
        var shares = SlotShares(live: 4, batch: 1)
        let greedy = (0..<3).map { shares.ask(Self.asker(UInt8($0), "a")) }
        let same = (0..<3).map { _ in shares.ask(Self.asker(9)) }
        #expect(shares.nextGrants() == [greedy[0], greedy[1], same[0], same[1]])
        shares.leave(same[0])
        // The host's third request came first, and has to wait for one of the host's slots.
        #expect(shares.nextGrants() == [same[2]])
        shares.leave(greedy[0])
        #expect(shares.nextGrants() == [greedy[2]])
    }

    @Test("together they need no more than is there, unless one alone does; others pass, but not for ever")
    func bytes() {
        var shares = SlotShares(live: 4, batch: 1, bytes: 100)
        let large = (0..<2).map { shares.ask(Self.asker(UInt8($0)).needing(70)) }
        #expect(shares.nextGrants() == [large[0]])
        var small = shares.ask(Self.asker(2).needing(20))
        #expect(shares.nextGrants() == [small])
        let nothing = shares.ask(Self.asker(3))
        #expect(shares.nextGrants() == [nothing])
        shares.leave(nothing)
        // One after the other, small ones go before the large one.
        for number in 0..<30 {
            shares.leave(small)
            small = shares.ask(Self.asker(UInt8(10 + number)).needing(20))
            #expect(shares.nextGrants() == [small])
        }
        shares.leave(small)
        let last = shares.ask(Self.asker(99).needing(20))
        #expect(shares.nextGrants() == [])
        shares.leave(large[0])
        #expect(shares.nextGrants() == [large[1], last])
        shares.leave(large[1])
        shares.leave(last)
        let whole = shares.ask(Self.asker(1).needing(1000))
        #expect(shares.nextGrants() == [whole])
    }

    @Test("a single slot is shared by all")
    func single() {
        var shares = SlotShares(live: 1, batch: 1)
        let ids = [shares.ask(Self.asker(1, "a")), shares.ask(Self.asker(2, "a"))]
        #expect(shares.nextGrants() == [ids[0]])
        shares.leave(ids[0])
        #expect(shares.nextGrants() == [ids[1]])
    }

    @Test("batches have slots in addition to live ones, whatever their hosts")
    func batches() {
        var shares = SlotShares(live: 2, batch: 2)
        let batch = (0..<3).map { _ in shares.ask(Self.asker(1, "a", isBatch: true)) }
        let live = shares.ask(Self.asker(1, "a"))
        #expect(shares.nextGrants() == [batch[0], batch[1], live])
        #expect(shares.waitingCount == 1 && shares.waitingLiveCount == 0)
    }

    @Test("whatever comes and goes, none gets more than its share, and all get their turn", arguments: 0..<20)
    func random(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let live = Int.random(in: 1...6, using: &random)
        var course = Course(live: live)
        for _ in 0..<200 {
            if Bool.random(using: &random) {
                let host = ["a", "b", nil][Int.random(in: 0..<3, using: &random)]
                course.ask(Self.asker(.random(in: 0..<5, using: &random), host))
            } else if let id = course.running.keys.sorted().randomElement(using: &random) {
                course.leave(id)
            }
            #expect(course.isWithinShares(of: live), "seed \(seed)")
        }
        while let id = course.running.keys.min() { course.leave(id) }
        #expect(course.asked.isEmpty, "seed \(seed)")
        #expect(course.shares.waitingCount == 0 && course.shares.runningCount == 0, "seed \(seed)")
    }
}

/// Askers that come and go, and what they hold according to the grants.
private struct Course {
    var shares: SlotShares
    var asked: [SlotShares.ID: SlotAsker] = [:]
    var running: [SlotShares.ID: SlotAsker] = [:]

    init(live: Int) { shares = SlotShares(live: live, batch: 1) }

    mutating func ask(_ asker: SlotAsker) {
        asked[shares.ask(asker)] = asker
        take()
    }

    mutating func leave(_ id: SlotShares.ID) {
        shares.leave(id)
        running[id] = nil
        take()
    }

    private mutating func take() {
        for id in shares.nextGrants() { running[id] = asked.removeValue(forKey: id) }
    }

    func isWithinShares(of live: Int) -> Bool {
        let most = max(live / 2, 1)
        let sources = Dictionary(grouping: running.values, by: \.source)
        let hosts = Dictionary(grouping: running.values.filter { $0.host != nil }, by: \.host)
        return running.count <= live && sources.values.allSatisfy { $0.count <= most }
            && hosts.values.allSatisfy { $0.count <= most }
    }
}
