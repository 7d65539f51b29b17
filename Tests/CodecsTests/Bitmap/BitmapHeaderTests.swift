import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct BitmapHeaderTests {
    private static func header(_ file: BitmapFile) throws -> BitmapHeader {
        try #require(BitmapHeader(LittleEndianBytes(file.bytes.dropFirst(14))))
    }

    @Test(
        "Rows are whole groups of four bytes",
        arguments: [(1, 1, 4), (33, 1, 8), (3, 4, 4), (5, 8, 8), (3, 24, 12), (3, 32, 12)])
    func rowBytes(width: Int, bits: Int, expected: Int) throws {
        #expect(try Self.header(BitmapFile(width: width, height: 1, bitsPerPixel: bits)).rowBytes == expected)
    }

    @Test("No declared number of colours means all of them; more than all means all")
    func colours() throws {
        #expect(try Self.header(BitmapFile(width: 1, height: 1, bitsPerPixel: 4)).paletteCount == 16)
        let declared = BitmapFile(width: 1, height: 1, bitsPerPixel: 1, palette: [[1, 1, 1], [2, 2, 2], [3, 3, 3]])
        #expect(try Self.header(declared).paletteCount == 2)
    }

    @Test(
        "A band's bits are spread over 0…255",
        arguments: [(0x1F, 0x1F, 255), (0x1F, 0x10, 132), (0x7C00, 0x0400, 8), (0, 7, 0)])
    func mask(mask: Int, pixel: Int, expected: UInt8) {
        #expect(BitmapHeader.Mask(mask).value(of: pixel) == expected)
    }
}
