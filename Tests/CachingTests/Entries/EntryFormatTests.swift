import ImageModel
import TestSupport
import Testing

@testable import Caching

@Suite struct EntryFormatTests {
    private static func bytes(of entry: CacheEntry) -> [UInt8] { EntryFormat.beginning(of: entry) + entry.bytes }

    @Test("An entry comes back as it was", arguments: [0, 1, 100_000])
    func roundTrip(_ size: Int) throws {
        let entry = entry(try key(1), bytes: size, source: try key(2), tags: [try key(3), try key(4)], purges: 42)
        let read = try #require(EntryFormat.entry(Self.bytes(of: entry), key: try key(1)))
        #expect(read.head == entry.head)
        #expect(read.bytes == entry.bytes)
    }

    @Test("Another key's bytes are not the entry")
    func otherKey() throws {
        let bytes = Self.bytes(of: entry(try key(1)))
        #expect(EntryFormat.entry(bytes, key: try key(2)) == nil)
    }

    @Test("Every bit that flips is noticed")
    func flips() throws {
        let bytes = Self.bytes(of: entry(try key(1), bytes: 40))
        for bit in 0..<bytes.count * 8 {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            // Seven bytes are padding that a later version may use.
            guard ![5, 6, 7, 28, 29, 30, 31].contains(bit / 8) else { continue }
            #expect(EntryFormat.entry(flipped, key: try key(1)) == nil, "bit \(bit)")
        }
    }

    @Test("Every length that is cut, and what is longer, is noticed")
    func cuts() throws {
        let bytes = Self.bytes(of: entry(try key(1), bytes: 40))
        for count in 0..<bytes.count {
            #expect(EntryFormat.entry(Array(bytes.prefix(count)), key: try key(1)) == nil)
        }
        #expect(EntryFormat.entry(bytes + [0], key: try key(1)) == nil)
    }
}
