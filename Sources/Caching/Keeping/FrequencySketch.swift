/// How often keys were requested lately, about: a count-min sketch of four-bit counters that are halved now and then.
///
/// Never too low, but for halving; too high where keys collide. Source: Einziger, Friedman and Manes, "TinyLFU: A Highly
/// Efficient Cache Admission Policy", ACM Transactions on Storage 13 (4), 2017, sections 3.3 and 3.4.
struct FrequencySketch: Sendable {
    /// The highest count.
    static let most = 15
    /// Each key has a counter in this many rows.
    private static let rows = 4

    /// Sixteen counters a word; a key's counters lie in one quarter of a word each.
    private var table: [UInt64]
    private let mask: UInt64
    private let sampleSize: Int
    private var additions = 0

    /// For about `entries` keys that are kept at once, 8 to 16 bytes each.
    init(entries: Int) {
        var size = 64
        while size < min(entries, 1 << 20) { size *= 2 }
        table = [UInt64](repeating: 0, count: size)
        mask = UInt64(size - 1)
        sampleSize = 10 * size
    }

    /// For a cache of so many bytes. Entries are taken to have 8 KiB; the sketch takes 32 KiB to 8 MiB itself.
    init(bytes: Int) { self.init(entries: max(bytes / 8192, 4096)) }

    /// The lowest of the counters of the key with this spread: 0…15.
    func count(of spread: UInt64) -> Int {
        var lowest = Self.most
        for row in 0..<Self.rows {
            let (word, shift) = place(of: spread, row)
            lowest = min(lowest, Int(table[word] >> shift & 15))
        }
        return lowest
    }

    /// Counts one request for the key with this spread.
    mutating func add(_ spread: UInt64) {
        var isAdded = false
        for row in 0..<Self.rows {
            let (word, shift) = place(of: spread, row)
            guard table[word] >> shift & 15 < UInt64(Self.most) else { continue }
            table[word] += 1 << shift
            isAdded = true
        }
        guard isAdded else { return }
        additions += 1
        if additions >= sampleSize { halve() }
    }

    /// What was requested often long ago is forgotten.
    private mutating func halve() {
        for index in table.indices { table[index] = table[index] >> 1 & 0x7777_7777_7777_7777 }
        additions /= 2
    }

    /// The word and the bit of a counter: each row has hashes and a quarter of each word of its own.
    private func place(of spread: UInt64, _ row: Int) -> (word: Int, shift: UInt64) {
        // Odd constants of SplitMix64 (Steele, Lea and Flood, 2014), one a row.
        var hash = spread &+ UInt64(row + 1) &* 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 31
        return (Int(hash >> 8 & mask), UInt64(row * 16) + (hash & 3) * 4)
    }
}
