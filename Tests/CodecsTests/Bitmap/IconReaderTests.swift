import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct IconReaderTests {
    /// An icon of `pictures`: declared side, declared bits, bytes.
    private static func icon(_ pictures: [(side: Int, bits: Int, bytes: [UInt8])]) -> [UInt8] {
        var directory: [UInt8] = [0, 0, 1, 0] + BitmapFile.word(pictures.count)
        var body: [UInt8] = []
        let start = 6 + 16 * pictures.count
        for picture in pictures {
            let side = UInt8(truncatingIfNeeded: picture.side)
            directory += [side, side, 0, 0] + BitmapFile.word(1) + BitmapFile.word(picture.bits)
            directory += BitmapFile.long(picture.bytes.count) + BitmapFile.long(start + body.count)
            body += picture.bytes
        }
        return directory + body
    }

    /// A bitmap as icons hold it: no file header, twice the height, the mask behind.
    private static func bitmap(_ side: Int, bits: Int, palette: [[UInt8]] = [], body: [UInt8], mask: [UInt8]) -> [UInt8]
    {
        let file = BitmapFile(
            width: side, height: 2 * side, bitsPerPixel: bits, palette: palette, body: body + mask)
        return Array(file.bytes.dropFirst(14))
    }

    private static func pixels(_ icon: [UInt8]) throws -> Bitmap? {
        guard case .bitmap(let bitmap) = try IconReader(icon).largest() else { return nil }
        return bitmap
    }

    /// 2 × 2, rows from the bottom: red green above blue white.
    private static let colours24: [UInt8] = [255, 0, 0, 255, 255, 255, 0, 0] + [0, 0, 255, 0, 255, 0, 0, 0]

    @Test("The mask hides what it is set for")
    func mask() throws {
        let mask: [UInt8] = [0x80, 0, 0, 0] + [0x40, 0, 0, 0]
        let icon = Self.icon([(2, 24, Self.bitmap(2, bits: 24, body: Self.colours24, mask: mask))])
        let bitmap = try #require(try Self.pixels(icon))
        #expect(bitmap.pixels == [255, 0, 0, 255, 0, 255, 0, 0, 0, 0, 255, 0, 255, 255, 255, 255])
        let header = try ImageDecoder.header(of: icon)
        #expect(header.stored == PixelSize(width: 2, height: 2))
        #expect(header.hasAlpha)
    }

    @Test("A missing mask hides nothing")
    func missingMask() throws {
        let icon = Self.icon([(2, 24, Self.bitmap(2, bits: 24, body: Self.colours24, mask: []))])
        let bitmap = try #require(try Self.pixels(icon))
        #expect(bitmap.pixels.enumerated().allSatisfy { $0.offset % 4 != 3 || $0.element == 255 })
    }

    @Test("32 bits carry alpha, unless all of it is 0: then the mask counts", arguments: [(128, 128), (0, 255)])
    func alpha(stored: UInt8, expected: UInt8) throws {
        let body = [UInt8](repeating: 0, count: 12) + [10, 20, 30, stored]
        let icon = Self.icon([(2, 32, Self.bitmap(2, bits: 32, body: body, mask: [0, 0, 0, 0, 0, 0, 0, 0]))])
        let bitmap = try #require(try Self.pixels(icon))
        #expect(Array(bitmap.pixels[4..<8]) == [30, 20, 10, expected])
    }

    @Test("Palettes of 1, 4 and 8 bits are read", arguments: [(1, 2), (4, 16), (8, 256)])
    func palettes(bits: Int, colours: Int) throws {
        let palette = (0..<colours).map { [UInt8]([UInt8($0), 200, 100]) }
        let last: UInt8 = bits == 1 ? 0x80 : bits == 4 ? 0x10 : 1
        let body: [UInt8] = [0, 0, 0, 0] + [last, 0, 0, 0]
        let bytes = Self.bitmap(2, bits: bits, palette: palette, body: body, mask: [UInt8](repeating: 0, count: 8))
        let bitmap = try #require(try Self.pixels(Self.icon([(2, bits, bytes)])))
        #expect(bitmap.pixels.prefix(8) == [1, 200, 100, 255, 0, 200, 100, 255])
    }

    @Test("The largest picture is shown, and of equal ones the deeper")
    func largest() throws {
        func flat(_ side: Int, _ bits: Int, _ value: UInt8) -> (Int, Int, [UInt8]) {
            let row = (side * bits + 31) / 32 * 4
            let bytes = Self.bitmap(side, bits: bits, body: [UInt8](repeating: value, count: row * side), mask: [])
            return (side, bits, bytes)
        }
        let icon = Self.icon([flat(2, 24, 1), flat(4, 24, 2), flat(4, 32, 3), flat(3, 32, 4)])
        let bitmap = try #require(try Self.pixels(icon))
        #expect(bitmap.size == PixelSize(width: 4, height: 4))
        #expect(bitmap.pixels.prefix(4) == [3, 3, 3, 3])
    }

    @Test("A PNG within is decoded as one, also of 256 pixels, which the directory writes as 0")
    func png() throws {
        let picture = PixelBuffer.slopes(width: 256, height: 256, bands: 4)
        let icon = Self.icon([
            (256, 32, try picture.encoded(as: .png)), (2, 24, Self.bitmap(2, bits: 24, body: Self.colours24, mask: [])),
        ])
        #expect(try ImageDecoder.header(of: icon).stored == PixelSize(width: 256, height: 256))
        #expect(try PixelBuffer(decoding: icon) == picture)
    }

    @Test("An icon without a usable picture is unreadable")
    func unusable() {
        let outside: [UInt8] = [0, 0, 1, 0, 1, 0, 2, 2, 0, 0, 1, 0, 24, 0, 64, 0, 0, 0, 22, 0, 0, 0]
        let nothing = Self.icon([]) + [UInt8](repeating: 0, count: 32)
        let noise = Self.icon([(2, 24, [UInt8](repeating: 0xEE, count: 64))])
        for bytes in [outside, nothing, noise] {
            #expect(code { _ = try ImageDecoder.header(of: bytes) } == .unreadableHeader)
        }
    }

    @Test(
        "A picture that is larger than its bytes is refused before memory is taken",
        arguments: [4096, 1_000_000, 1 << 29])
    func lyingSize(side: Int) {
        let icon = Self.icon([(2, 24, Self.bitmap(side, bits: 24, body: Self.colours24, mask: []))])
        #expect(code { _ = try IconReader(icon).largest() } != nil)
    }

    @Test(
        "A PNG within that declares sides past what the format has is unreadable",
        arguments: [0, 0x8000_0000, 0xFFFF_FFFF])
    func lyingPNG(side: Int) throws {
        var png = try PixelBuffer.flat([1, 2, 3], width: 4, height: 4).encoded(as: .png)
        let digits = (0..<4).map { UInt8(side >> (24 - 8 * $0) & 0xFF) }
        png.replaceSubrange(16..<24, with: digits + digits)
        #expect(code { _ = try ImageDecoder.header(of: Self.icon([(4, 24, png)])) } == .unreadableHeader)
    }

    @Test("Each fixture cut short anywhere is an error or a smaller picture, never a crash")
    func truncated() throws {
        let bytes = try RepositoryFiles.fixture("ico/two-sizes.ico")
        for length in stride(from: 0, to: bytes.count, by: 7) {
            let thrown = code { _ = try PixelBuffer(decoding: Array(bytes.prefix(length))) }
            #expect(thrown != .operationFailed && thrown != .libraryUnavailable)
        }
    }
}
