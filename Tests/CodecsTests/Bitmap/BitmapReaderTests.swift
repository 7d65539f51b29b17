import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct BitmapReaderTests {
    private static let palette: [[UInt8]] = [[0, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255]]

    /// The colours by palette index, top row first: 1 2 3 above 0 3 1.
    private static let expected: [UInt8] = [1, 2, 3, 0, 3, 1].flatMap { palette[$0] }

    private static func pixels(_ file: BitmapFile) throws -> Bitmap {
        try BitmapReader(file.bytes[...]).pixels()
    }

    /// 3 × 2 pixels in each depth; rows from the bottom, padded to four bytes.
    private static let files: [BitmapFile] = [
        BitmapFile(
            width: 3, height: 2, bitsPerPixel: 4, palette: palette, body: [0x03, 0x10, 0, 0] + [0x12, 0x30, 0, 0]),
        BitmapFile(width: 3, height: 2, bitsPerPixel: 8, palette: palette, body: [0, 3, 1, 0] + [1, 2, 3, 0]),
        BitmapFile(
            width: 3, height: 2, bitsPerPixel: 2, palette: palette,
            body: [0b00_11_01_00, 0, 0, 0] + [0b01_10_11_00, 0, 0, 0]),
        BitmapFile(
            width: 3, height: 2, bitsPerPixel: 16,
            body: [0, 0, 0x1F, 0, 0, 0x7C, 0, 0] + [0, 0x7C, 0xE0, 0x03, 0x1F, 0, 0, 0]),
        BitmapFile(
            width: 3, height: 2, bitsPerPixel: 16, compression: 3, masks: [0xF800, 0x7E0, 0x1F],
            body: [0, 0, 0x1F, 0, 0, 0xF8, 0, 0] + [0, 0xF8, 0xE0, 0x07, 0x1F, 0, 0, 0]),
        BitmapFile(
            width: 3, height: 2, bitsPerPixel: 24,
            body: [0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0] + [0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0]),
        BitmapFile(
            width: 3, height: 2, bitsPerPixel: 32,
            body: [0, 0, 0, 9, 255, 0, 0, 9, 0, 0, 255, 9] + [0, 0, 255, 9, 0, 255, 0, 9, 255, 0, 0, 9]),
        BitmapFile(
            width: 3, height: 2, bitsPerPixel: 32, compression: 3, masks: [0xFF, 0xFF00, 0xFF0000],
            body: [0, 0, 0, 9, 0, 0, 255, 9, 255, 0, 0, 9] + [255, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9]),
        BitmapFile(
            width: 3, height: 2, bitsPerPixel: 8, compression: 1, palette: palette,
            body: [0, 3, 0, 3, 1, 0, 0, 0] + [1, 1, 1, 2, 1, 3, 0, 1]),
    ]

    @Test("Each depth and coding gives its colours", arguments: files)
    func depths(file: BitmapFile) throws {
        let bitmap = try Self.pixels(file)
        #expect(bitmap.size == PixelSize(width: 3, height: 2))
        #expect(bitmap.bands == 3)
        #expect(bitmap.pixels == Self.expected)
        #expect(try BitmapReader(file.bytes[...]).header(format: .bmp).stored == bitmap.size)
    }

    @Test("4-bit runs alternate between two colours")
    func nibbleRuns() throws {
        let file = BitmapFile(
            width: 3, height: 2, bitsPerPixel: 4, compression: 2, palette: Self.palette,
            body: [0, 3, 0x03, 0x10, 0, 0] + [3, 0x12, 0, 1])
        let expected = ([1, 2, 1] + [0, 3, 1]).flatMap { Self.palette[$0] }
        #expect(try Self.pixels(file).pixels == expected)
    }

    @Test("1 bit a pixel has two colours")
    func bilevel() throws {
        let file = BitmapFile(
            width: 10, height: 1, bitsPerPixel: 1, palette: [[10, 20, 30], [40, 50, 60]],
            body: [0b1010_0001, 0x40, 0, 0])
        let expected = [1, 0, 1, 0, 0, 0, 0, 1, 0, 1].flatMap { $0 == 1 ? [40, 50, 60] : [10, 20, 30] as [UInt8] }
        #expect(try Self.pixels(file).pixels == expected)
    }

    @Test("A negative height means rows from the top")
    func topDown() throws {
        let file = BitmapFile(
            width: 3, height: -2, bitsPerPixel: 8, palette: Self.palette, body: [1, 2, 3, 0] + [0, 3, 1, 0])
        #expect(try Self.pixels(file).pixels == Self.expected)
    }

    @Test("OS/2 files have palettes of three bytes a colour")
    func core() throws {
        let palette = Self.palette + [[UInt8]](repeating: [7, 7, 7], count: 12)
        let file = BitmapFile(
            width: 3, height: 2, bitsPerPixel: 4, palette: palette, body: [0x03, 0x10, 0, 0] + [0x12, 0x30, 0, 0],
            headerBytes: 12)
        #expect(try Self.pixels(file).pixels == Self.expected)
    }

    @Test("A mask for alpha makes the picture transparent")
    func alpha() throws {
        let file = BitmapFile(
            width: 1, height: 1, bitsPerPixel: 32, compression: 3, masks: [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000],
            body: [30, 20, 10, 128], headerBytes: 108)
        let bitmap = try Self.pixels(file)
        #expect(bitmap.bands == 4)
        #expect(bitmap.pixels == [10, 20, 30, 128])
        #expect(try ImageDecoder.header(of: file.bytes).hasAlpha)
    }

    @Test("An index past the palette is black")
    func indexPastPalette() throws {
        let file = BitmapFile(width: 2, height: 1, bitsPerPixel: 8, palette: Self.palette, body: [1, 200, 0, 0])
        #expect(try Self.pixels(file).pixels == [255, 0, 0, 0, 0, 0])
    }

    @Test("Each file cut short anywhere is an error, never a crash", arguments: files)
    func truncated(file: BitmapFile) {
        let bytes = file.bytes
        for length in 0..<(bytes.count - 4) {
            #expect(code { _ = try BitmapReader(bytes[..<length]).pixels() } != nil, "\(length) bytes")
        }
    }

    @Test("A body cut short is undecodable, not unreadable")
    func truncatedBody() {
        #expect(code { _ = try BitmapReader(Self.files[5].bytes.dropLast(8)).pixels() } == .undecodable)
    }

    private static let lies = [1 << 20, 10_000_000, Int(Int32.max)].flatMap { side in
        [(1, 0), (8, 0), (8, 1), (4, 2), (24, 0), (32, 0), (32, 3)].map { (side, $0.0, $0.1) }
    }

    @Test("A small file that declares a huge picture is refused before memory is taken", arguments: lies)
    func lyingSizes(side: Int, bits: Int, compression: Int) {
        let file = BitmapFile(
            width: side, height: side, bitsPerPixel: bits, compression: compression,
            palette: bits <= 8 ? Self.palette : [], masks: compression == 3 ? [0xFF, 0xFF00, 0xFF0000] : [],
            body: [2, 1, 0, 1])
        #expect(code { _ = try Self.pixels(file) } != nil)
    }

    @Test(
        "A header of no known kind is unreadable",
        arguments: [
            BitmapFile(width: 0, height: 2, bitsPerPixel: 24), BitmapFile(width: -3, height: 2, bitsPerPixel: 24),
            BitmapFile(width: 3, height: 0, bitsPerPixel: 24), BitmapFile(width: 3, height: 2, bitsPerPixel: 0),
            BitmapFile(width: 3, height: 2, bitsPerPixel: 3), BitmapFile(width: 3, height: 2, bitsPerPixel: 48),
            BitmapFile(width: 3, height: 2, bitsPerPixel: 24, compression: 1),
            BitmapFile(width: 3, height: 2, bitsPerPixel: 4, compression: 1),
            BitmapFile(width: 3, height: 2, bitsPerPixel: 24, compression: 4),
            BitmapFile(width: 3, height: Int(Int32.min), bitsPerPixel: 24),
            BitmapFile(width: 3, height: 2, bitsPerPixel: 16, compression: 3, masks: [0, 0, 0]),
        ])
    func unreadable(file: BitmapFile) {
        var file = file
        file.body = [UInt8](repeating: 0, count: 64)
        #expect(code { _ = try ImageDecoder.header(of: file.bytes) } == .unreadableHeader)
    }

    @Test("Random damage never crashes")
    func damage() {
        var random = SplitMix64(seed: 42)
        for file in Self.files {
            for _ in 0..<300 {
                var bytes = file.bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 2..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                let thrown = code { _ = try BitmapReader(bytes[...]).pixels() }
                #expect(thrown == nil || thrown == .unreadableHeader || thrown == .undecodable)
            }
        }
    }
}

extension BitmapFile: CustomTestStringConvertible {
    var testDescription: String { "\(width)x\(height), \(bitsPerPixel) bits, compression \(compression)" }
}
