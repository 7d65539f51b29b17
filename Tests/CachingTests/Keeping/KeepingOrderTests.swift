import TestSupport
import Testing

@testable import Caching

@Suite struct KeepingOrderTests {
    @Test("What is kept never exceeds the limit, and what had to go is returned")
    func bound() throws {
        var (order, kept, numbers) = (KeepingOrder(limit: 100_000), [CacheKey: Int](), SplitMix64(seed: 3))
        for _ in 0..<20_000 {
            let key = try key(Int.random(in: 0..<500, using: &numbers))
            switch Int.random(in: 0..<10, using: &numbers) {
            case 0:
                order.remove(key)
                kept[key] = nil
            case 1:
                for gone in order.limit(to: Int.random(in: 20_000...100_000, using: &numbers)) { kept[gone] = nil }
            default:
                #expect(order.request(key) == (kept[key] != nil))
                let size = Int.random(in: 0...8000, using: &numbers)
                kept[key] = size
                for gone in order.keep(key, bytes: size) { kept[gone] = nil }
            }
            #expect(order.byteCount <= order.limit)
            #expect(order.byteCount == kept.values.reduce(0, +))
            #expect(order.count == kept.count)
        }
    }

    @Test("An entry of more than a quarter of the limit is not kept, and nothing goes for it")
    func large() throws {
        var order = KeepingOrder(limit: 1000)
        #expect(order.keep(try key(1), bytes: 50).isEmpty)
        #expect(order.keep(try key(2), bytes: 251) == [try key(2)])
        #expect(order.count == 1)
    }

    @Test("A scan of entries that are requested once leaves those alone that are requested often")
    func scan() throws {
        var order = KeepingOrder(limit: 100 * 1000)
        let wanted = try (0..<80).map { try key($0) }
        for _ in 0..<5 {
            for key in wanted where !order.request(key) { _ = order.keep(key, bytes: 1000) }
        }
        for number in 1000..<11_000 {
            let key = try key(number)
            order.request(key)
            _ = order.keep(key, bytes: 1000)
        }
        let left = wanted.filter { order.request($0) }
        #expect(left.count >= 76)
    }

    @Test(
        "On a Zipf trace with scans in between it hits more often than what was used last (LRU)",
        arguments: [(share: 20, scans: false), (share: 20, scans: true), (share: 100, scans: true)])
    func zipf(share: Int, scans: Bool) throws {
        let trace = Trace(keys: 4000, requests: 60_000, scans: scans, seed: 11)
        let capacity = 4000 / share
        let ours = try trace.hits(KeepingOrder(limit: capacity * 1000))
        let recent = trace.hits(LeastRecentlyUsed(capacity: capacity))
        print("Zipf, 1/\(share) of the keys\(scans ? ", scans" : ""): \(ours) of 60000, LRU \(recent)")
        #expect(Double(ours) > Double(recent) * (scans ? 1.25 : 1.1))
    }
}

/// Requests for keys of which the nth is wanted 1/n^0.9 as often as the first; a scan is requests for keys of its own.
private struct Trace {
    let requests: [Int]

    init(keys: Int, requests count: Int, scans: Bool, seed: UInt64) {
        var numbers = SplitMix64(seed: seed)
        var sums: [Double] = []
        for rank in 1...keys { sums.append((sums.last ?? 0) + 1 / Double.power(Double(rank))) }
        var requests: [Int] = []
        for index in 0..<count {
            if scans && index % 3 == 0 {
                requests.append(1_000_000 + index)
                continue
            }
            let place = Double.random(in: 0..<(sums.last ?? 1), using: &numbers)
            var (low, high) = (0, sums.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] > place { high = middle } else { low = middle + 1 }
            }
            requests.append(low)
        }
        self.requests = requests
    }

    func hits(_ order: KeepingOrder) throws -> Int {
        var (order, hits) = (order, 0)
        for request in requests {
            let key = try key(request)
            if order.request(key) { hits += 1 } else { _ = order.keep(key, bytes: 1000) }
        }
        return hits
    }

    func hits(_ cache: LeastRecentlyUsed) -> Int {
        var cache = cache
        return requests.count { cache.request($0) }
    }
}

extension Double {
    /// `base` to the power of 0.9: `base` over its tenth root, which Newton's method finds.
    fileprivate static func power(_ base: Double) -> Double {
        var root = 1.0
        for _ in 0..<60 {
            let ninth = (0..<9).reduce(1.0) { product, _ in product * root }
            root -= (root * ninth - base) / (10 * ninth)
        }
        return base / root
    }
}

/// The oracle: so many entries, of which the one goes that was used last the longest time ago.
private struct LeastRecentlyUsed {
    let capacity: Int
    private var uses: [Int: Int] = [:]
    private var order: [Int: Int] = [:]
    private var clock = 0
    private var eldest = 0

    init(capacity: Int) { self.capacity = capacity }

    mutating func request(_ key: Int) -> Bool {
        clock += 1
        let last = uses.updateValue(clock, forKey: key)
        if let last { order[last] = nil }
        order[clock] = key
        guard last == nil, uses.count > capacity else { return last != nil }
        while order[eldest] == nil { eldest += 1 }
        if let gone = order.removeValue(forKey: eldest) { uses[gone] = nil }
        return false
    }
}
