import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct BitmapWriterTests {
    private func file(_ picture: PixelBuffer, pixelsPerMetre: Int = 0) throws -> [UInt8] {
        let size = PixelSize(width: picture.width, height: picture.height)
        var writer = try BitmapWriter(size: size, bands: picture.bands, pixelsPerMetre: pixelsPerMetre)
        for row in 0..<picture.height {
            let start = row * picture.width * picture.bands
            let samples = Array(picture.bytes[start..<(start + picture.width * picture.bands)])
            try writer.add(row: samples.span)
        }
        return try writer.finish()
    }

    private func long(_ bytes: [UInt8], _ offset: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    @Test("A file of 24 bits is the one that its definition says, byte by byte")
    func bytes() throws {
        let picture = PixelBuffer(width: 2, height: 2, bands: 3, bytes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        let expected = BitmapFile(
            width: 2, height: 2, bitsPerPixel: 24, body: [9, 8, 7, 12, 11, 10, 0, 0, 3, 2, 1, 6, 5, 4, 0, 0])
        var bytes = expected.bytes
        // A density of 2835 pixels a metre, as the other maker of files has it.
        #expect(try file(picture, pixelsPerMetre: 2835) == bytes)
        bytes.replaceSubrange(38..<46, with: [UInt8](repeating: 0, count: 8))
        #expect(try file(picture) == bytes)
    }

    @Test("Pixels come back as they were written", arguments: [1, 3, 4], [1, 2, 3, 4, 37])
    func roundTrip(bands: Int, width: Int) throws {
        let picture = PixelBuffer.noise(width: width, height: 5, bands: bands, seed: 3)
        let bytes = try file(picture)
        #expect(long(bytes, 2) == bytes.count)
        #expect(ImageFormat(signatureOf: bytes) == .bmp)
        let read = try BitmapReader(bytes[...]).pixels()
        let shown = bands == 1 ? picture.bytes.flatMap { [$0, $0, $0] } : picture.bytes
        #expect(read.bands == max(bands, 3))
        #expect(read.pixels == shown)
    }

    @Test("Alpha is told by a BITMAPV4HEADER with masks; grey has a palette of 256 greys")
    func headers() throws {
        let clear = try file(.flat([1, 2, 3, 4], width: 3, height: 2))
        let fields = [108, 3, 0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000, 0x7352_4742]
        #expect([14, 30, 54, 58, 62, 66, 70].map { long(clear, $0) } == fields)
        #expect(clear.count == 14 + 108 + 3 * 4 * 2 && Array(clear.suffix(4)) == [3, 2, 1, 4])
        let grey = try file(.flat([77], width: 3, height: 2))
        #expect([10, 14, 46].map { long(grey, $0) } == [14 + 40 + 1024, 40, 256])
        #expect(grey[28] == 8 && Array(grey[(54 + 4 * 77)..<(58 + 4 * 77)]) == [77, 77, 77, 0])
        #expect(Array(grey.suffix(8)) == [77, 77, 77, 0, 77, 77, 77, 0])
    }

    @Test("A picture of 4 GiB, or of other bands, is refused before it is there")
    func refused() {
        let huge = PixelSize(width: 40_000, height: 30_000)
        #expect(code { _ = try BitmapWriter(size: huge, bands: 4) } == .unencodable)
        let endless = PixelSize(width: 10_000_000, height: .max / 2)
        #expect(code { _ = try BitmapWriter(size: endless, bands: 3) } == .unencodable)
        #expect(code { _ = try BitmapWriter(size: PixelSize(width: 1, height: 1), bands: 2) } == .unencodable)
    }

    @Test("Missing rows, short rows and too many rows are refused")
    func rows() throws {
        let size = PixelSize(width: 2, height: 2)
        let row: [UInt8] = [1, 2, 3, 4, 5, 6]
        var writer = try BitmapWriter(size: size, bands: 3)
        let part = Array(row[..<5])
        #expect(code { try writer.add(row: part.span) } == .operationFailed)
        try writer.add(row: row.span)
        let short = writer
        #expect(code { _ = try short.finish() } == .operationFailed)
        try writer.add(row: row.span)
        #expect(code { try writer.add(row: row.span) } == .operationFailed)
    }
}
