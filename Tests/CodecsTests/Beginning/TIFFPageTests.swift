import Testing

@testable import Codecs

@Suite struct TIFFPageTests {
    /// A BigTIFF file of one page, whose only tag is `tag` with `count` numbers of 16 bits at `place`.
    private static func file(tag: Int, count: Int, at place: Int, behind: [UInt8] = []) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        return Array("II".utf8) + number(43, 2) + number(8, 2) + number(0, 2) + number(16, 8) + number(1, 8)
            + number(tag, 2) + number(3, 2) + number(count, 8) + number(place, 8) + number(0, 8) + behind
    }

    @Test("numbers are read from where a tag of 64 bits says that they are")
    func place() {
        let page = TIFFPage(Self.file(tag: 338, count: 5, at: 52, behind: [1, 0, 2, 0, 0, 0, 1, 0, 2, 0]), index: 0)
        #expect(page?.extras == [1, 2, 0, 1, 2])
    }

    @Test("numbers that would lie past all places are not there", arguments: [Int.max, Int.max - 3, 1 << 40, 63])
    func farAway(place: Int) {
        #expect(TIFFPage(Self.file(tag: 338, count: 5, at: place), index: 0)?.extras == [])
    }
}
