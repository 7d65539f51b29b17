import Testing

@testable import Caching

@Suite struct MemoryTierTests {
    @Test("What is kept comes back, until it is removed or the limit falls")
    func keeping() throws {
        let tier = MemoryTier<Int>(limit: 100_000)
        #expect(tier.request(try key(1)) == nil)
        #expect(tier.keep(17, of: try key(1), bytes: 1000))
        #expect(tier.request(try key(1)) == 17)
        tier.remove(try key(1))
        #expect(tier.request(try key(1)) == nil)
        for number in 0..<40 { tier.keep(number, of: try key(number), bytes: 2000) }
        #expect(tier.limit(to: 10_000) <= 10_000)
        #expect(tier.gauges.bytes <= 10_000 && tier.gauges.evicted > 0)
        #expect(tier.limit(to: 0) == 0)
        #expect(!tier.keep(1, of: try key(1), bytes: 1000))
    }

    @Test("The most wanted come first")
    func mostWanted() throws {
        let tier = MemoryTier<Int>(limit: 1 << 20)
        for number in 0..<10 {
            tier.keep(number, of: try key(number), bytes: 1000)
            for _ in 0..<number { _ = tier.request(try key(number)) }
        }
        #expect(tier.mostWanted(3).map(\.value) == [9, 8, 7])
    }
}
