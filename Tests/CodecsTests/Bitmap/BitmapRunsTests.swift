import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct BitmapRunsTests {
    private static func decode(_ bytes: [UInt8], _ width: Int, _ height: Int, pixelsPerByte: Int = 1) -> [UInt8]? {
        var runs = BitmapRuns(
            bytes: bytes[...], size: PixelSize(width: width, height: height), pixelsPerByte: pixelsPerByte)
        return runs.decode()
    }

    @Test("Runs, literals and ends of line fill the rows")
    func rows() {
        let bytes: [UInt8] = [2, 7, 1, 8, 0, 0, 0, 3, 4, 5, 6, 0, 0, 1]
        #expect(Self.decode(bytes, 3, 2) == [7, 7, 8, 4, 5, 6])
    }

    @Test("A jump leaves what it passes at index 0")
    func jump() {
        #expect(Self.decode([1, 9, 0, 2, 1, 1, 1, 8, 0, 1], 3, 2) == [9, 0, 0, 0, 0, 8])
    }

    @Test("Two pixels a byte alternate; an odd literal ends in half a byte")
    func nibbles() {
        #expect(Self.decode([3, 0x12, 0, 0, 0, 3, 0x34, 0x50, 0, 1], 3, 2, pixelsPerByte: 2) == [1, 2, 1, 3, 4, 5])
    }

    @Test("An early end mark leaves the rest at index 0")
    func earlyEnd() {
        #expect(Self.decode([1, 9, 0, 1], 2, 2) == [9, 0, 0, 0])
    }

    @Test(
        "Data that ends early or leaves the picture is refused",
        arguments: [
            [], [2], [2, 7], [0], [0, 2, 1], [0, 3, 1], [9, 7, 0, 1], [0, 2, 0, 9, 1, 1, 0, 1],
            [0, 0, 0, 0, 1, 1, 0, 1],
        ])
    func damaged(bytes: [UInt8]) {
        #expect(Self.decode(bytes, 3, 2) == nil)
    }

    @Test("The end mark may be missing when all rows are there")
    func missingEnd() {
        #expect(Self.decode([3, 1, 0, 0, 3, 2, 0, 0], 3, 2) == [1, 1, 1, 2, 2, 2])
    }
}
