import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct BitmapDecoderTests {
    @Test(
        "A photograph's pixels come out as they went in, in 24 and 32 bits, from both ends", arguments: [24, 32],
        [1, -1])
    func photograph(bits: Int, direction: Int) throws {
        let picture = PixelBuffer.noise(width: 37, height: 21, bands: 3, seed: 5)
        let unused: [UInt8] = bits == 32 ? [0] : []
        var body: [UInt8] = []
        for row in 0..<21 {
            for column in 0..<37 { body += picture[column, direction > 0 ? 20 - row : row].reversed() + unused }
            while !body.count.isMultiple(of: 4) { body.append(0) }
        }
        let file = BitmapFile(width: 37, height: 21 * direction, bitsPerPixel: bits, body: body)
        #expect(try PixelBuffer(decoding: file.bytes) == picture)
    }

    @Test("Pixels begin where the file says, not behind the palette")
    func gap() throws {
        var bytes = BitmapFile(width: 1, height: 1, bitsPerPixel: 24, body: [99, 99, 99, 99, 3, 2, 1, 0]).bytes
        bytes[10] += 4
        #expect(try BitmapReader(bytes[...]).pixels().pixels == [1, 2, 3])
    }

    @Test("An offset before or behind the pixels is refused", arguments: [0, 13, 53, 200, 255])
    func badOffset(offset: UInt8) {
        var bytes = BitmapFile(
            width: 9, height: 9, bitsPerPixel: 8, palette: [[1, 2, 3]], body: [UInt8](repeating: 0, count: 108)
        ).bytes
        bytes[10] = offset
        #expect(code { _ = try BitmapReader(bytes[...]).pixels() } == .undecodable)
    }
}
