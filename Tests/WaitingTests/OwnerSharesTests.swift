import TestSupport
import Testing

@testable import Waiting

@Suite struct OwnerSharesTests {
    @Test("an owner with its share lets others pass")
    func share() {
        var shares = OwnerShares(units: 4, share: 3)
        let own = (0..<4).map { _ in shares.ask("a") }
        let other = shares.ask("b")
        #expect(shares.nextGrants() == own.prefix(3) + [other])
        shares.leave(own[0])
        #expect(shares.nextGrants() == [own[3]])
    }

    @Test("nobody in particular has no share")
    func nobody() {
        var shares = OwnerShares(units: 4, share: 1)
        let asks = (0..<5).map { _ in shares.ask() }
        #expect(shares.nextGrants() == Array(asks.prefix(4)))
    }

    @Test("what is larger than a share comes alone, and small ones of its owner do not overtake it")
    func large() {
        var shares = OwnerShares(share: 100)
        let (small, large, late) = (
            shares.ask("a", units: 10), shares.ask("a", units: 500), shares.ask("a", units: 10)
        )
        #expect(shares.nextGrants() == [small])
        shares.leave(small)
        #expect(shares.nextGrants() == [large])
        shares.leave(large)
        #expect(shares.nextGrants() == [late])
    }

    @Test("what is larger than what is free is not overtaken")
    func first() {
        var shares = OwnerShares(units: 10)
        let (held, large, small) = (shares.ask(units: 6), shares.ask(units: 5), shares.ask(units: 1))
        #expect(shares.nextGrants() == [held])
        shares.withdraw(large)
        #expect(shares.nextGrants() == [small])
    }

    /// Asks that come, give up and leave at random, in many courses of events.
    @Test("whatever comes in whatever order, all have their turn, none beyond its share", arguments: 0..<300)
    func model(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let total = Int.random(in: 1...20, using: &random)
        let share = Int.random(in: 1...total, using: &random)
        var shares = OwnerShares(units: total, share: share)
        var (held, asked): ([Int: (owner: String?, units: Int)], [Int: (owner: String?, units: Int)]) = ([:], [:])
        var toCome = 60
        while toCome > 0 || !asked.isEmpty || !held.isEmpty {
            if toCome > 0, Bool.random(using: &random) || asked.isEmpty && held.isEmpty {
                toCome -= 1
                let owner = [nil, "a", "b", "c"].randomElement(using: &random) ?? nil
                let units = Int.random(in: 1...total + 2, using: &random)
                asked[shares.ask(owner, units: units)] = (owner, units)
            } else if Int.random(in: 0..<6, using: &random) == 0, let id = asked.keys.min() {
                asked[id] = nil
                shares.withdraw(id)
            } else {
                // Nobody else can leave: with nothing in use, the first must have had its turn.
                let id = try #require(held.keys.randomElement(using: &random), "seed \(seed): stuck")
                held[id] = nil
                shares.leave(id)
            }
            for id in shares.nextGrants() {
                guard let ask = asked.removeValue(forKey: id) else {
                    Issue.record("seed \(seed): \(id) had its turn twice, or never asked")
                    continue
                }
                held[id] = ask
            }
            let used = held.values.reduce(0) { $0 + $1.units }
            #expect(used == shares.usedUnits)
            #expect(used <= total || held.count == 1)
            for owner in ["a", "b", "c"] {
                let own = held.values.filter { $0.owner == owner }
                #expect(own.reduce(0) { $0 + $1.units } <= share || own.count == 1)
            }
        }
        #expect(shares.waitingCount == 0)
    }
}
