import TestSupport
import Testing

@testable import Caching

@Suite struct FrequencySketchTests {
    @Test("A count is never too low, and seldom too high")
    func counts() {
        var (sketch, truth, numbers) = (FrequencySketch(entries: 4096), [UInt64: Int](), SplitMix64(seed: 5))
        let keys = (0..<2000).map { _ in UInt64.random(in: 0 ... .max, using: &numbers) }
        for _ in 0..<8000 {
            // The smaller of two: some keys come often.
            let key = keys[min(Int.random(in: 0..<2000, using: &numbers), Int.random(in: 0..<2000, using: &numbers))]
            sketch.add(key)
            truth[key, default: 0] += 1
        }
        #expect(truth.allSatisfy { sketch.count(of: $0.key) >= min($0.value, FrequencySketch.most) })
        let high = truth.count { sketch.count(of: $0.key) > min($0.value, FrequencySketch.most) }
        #expect(high < 100)
    }

    @Test("What was requested often long ago counts less and less")
    func halving() {
        var (sketch, numbers) = (FrequencySketch(entries: 64), SplitMix64(seed: 6))
        for _ in 0..<15 { sketch.add(1) }
        #expect(sketch.count(of: 1) == 15)
        // More than ten times the size, three times over.
        for _ in 0..<2000 { sketch.add(UInt64.random(in: 0 ... .max, using: &numbers)) }
        #expect(sketch.count(of: 1) < 12)
    }
}
