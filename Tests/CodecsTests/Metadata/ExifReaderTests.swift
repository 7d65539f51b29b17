import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ExifReaderTests {
    private static let order = FileBytes(isBigEndian: false)

    private static func leadsBack(_ block: [UInt8]) throws -> Bool {
        try #require(ExifReader(block: block[...])).leadsBack
    }

    @Test("the directories of a camera lead nowhere back")
    func sound() throws {
        let order = Self.order
        // The first at 8 with 2 pointers and a next one; each has one entry of its own.
        let (second, third, fourth) = (50, 68, 86)
        let block =
            order.tiffHead()
            + order.directory([(0x010F, 0), (0x8769, second), (0x8825, third)], next: fourth)
            + order.directory([(0xA005, fourth + 18)]) + order.directory([(0, 0)]) + order.directory([(0x0103, 6)])
            + order.directory([(1, 0)])
        #expect(try !Self.leadsBack(block))
        #expect(try !Self.leadsBack(ExifReader.marker + block))
    }

    @Test(
        "a broken pointer or two are no harm", arguments: [(0, false), (1, false), (2, false), (3, true), (13, true)])
    func repeats(pointers: Int, leadsBack: Bool) throws {
        let directory = Self.order.directory((0..<pointers).map { _ in (0x8769, 8) })
        #expect(try Self.leadsBack(Self.order.tiffHead() + directory) == leadsBack)
    }

    @Test("directories that lie over one another are seen")
    func overlaps() throws {
        let chain = Self.order.directory((0..<300).map { (0x8769, 10 + 12 * $0) })
        #expect(try Self.leadsBack(Self.order.tiffHead() + chain))
    }

    @Test("there are no more entries than there is room for")
    func entries() throws {
        let reader = try #require(
            ExifReader(block: (Self.order.tiffHead() + [0xFF, 0xFF] + [UInt8](repeating: 0, count: 30))[...]))
        #expect(Array(reader.entries(at: 8)) == [10, 22])
        #expect(Array(reader.entries(at: 39)).isEmpty && Array(reader.entries(at: -1)).isEmpty)
    }

    @Test("what begins with no byte order is no block")
    func foreign() {
        for block: [UInt8] in [[], [0x49], [0x49, 0x4D, 42, 0, 8, 0, 0, 0], ExifReader.marker, [0x49, 0x49, 42, 0]] {
            #expect(ExifReader(block: block[...]) == nil)
        }
    }
}
