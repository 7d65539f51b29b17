import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct IconWriterTests {
    private func icon(_ picture: PixelBuffer) throws -> [UInt8] { try picture.encoded(as: .ico) }

    @Test("An icon has one picture, a PNG file of 32 bits a pixel behind the directory", arguments: [1, 2, 3, 4])
    func directory(bands: Int) throws {
        let bytes = try icon(.noise(width: 17, height: 250, bands: bands, seed: 8))
        #expect(Array(bytes[..<14]) == [0, 0, 1, 0, 1, 0, 17, 250, 0, 0, 1, 0, 32, 0])
        #expect((0..<4).reduce(0) { $0 | Int(bytes[14 + $1]) << (8 * $1) } == bytes.count - 22)
        #expect(Array(bytes[18..<22]) == [22, 0, 0, 0])
        let png = Array(bytes[22...])
        #expect(ImageFormat(signatureOf: png) == .png)
        // IHDR: 8 bits, true colours with alpha, not interlaced.
        #expect(Array(png[24..<29]) == [8, 6, 0, 0, 0])
    }

    @Test("Pixels come back as they were written")
    func roundTrip() throws {
        let picture = PixelBuffer.noise(width: 33, height: 20, bands: 4, seed: 9)
        #expect(try PixelBuffer(decoding: try icon(picture)) == picture)
    }

    @Test("A side of 256 pixels is stored as 0; a longer one is refused with the limit")
    func sides() throws {
        let bytes = try icon(.flat([1, 2, 3], width: 256, height: 256))
        #expect(bytes[6] == 0 && bytes[7] == 0)
        #expect(try ImageDecoder.header(of: bytes).stored == PixelSize(width: 256, height: 256))
        do {
            _ = try icon(.flat([1, 2, 3], width: 20, height: 257))
            Issue.record("written")
        } catch let error as CodecError {
            #expect(error.code == .unencodable && error.format == .ico)
            #expect(error.detail.contains("at most 256"))
        }
    }
}
