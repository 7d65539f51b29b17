import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageSavingRoundTripTests {
    /// How far a decoded file may be from what was written, in levels: nothing for what keeps every pixel; GIF has 256
    /// colours, the others lose a little at quality 90.
    private static func allowedDifference(_ format: ImageFormat) -> Double {
        switch format {
        case .png, .tiff, .bmp, .ico: 0
        case .gif: 6
        default: 4
        }
    }

    @Test("Each format that is written is read back alike", arguments: ImageFormat.writable, [1, 2, 3, 4])
    func roundTrip(format: ImageFormat, bands: Int) throws {
        let picture = PixelBuffer.slopes(width: 50, height: 30, bands: bands)
        guard !picture.hasAlpha || (format.keepsAlpha && format != .gif) else { return }
        let bytes = try picture.encoded(as: format)
        let header = try ImageDecoder.header(of: bytes)
        #expect(header.format == format)
        #expect(header.stored == PixelSize(width: 50, height: 30))
        #expect(header.hasAlpha == picture.hasAlpha || format == .gif || format == .ico)
        let read = try PixelBuffer(decoding: bytes)
        let seen = Self.widened(read.onWhite)
        #expect(seen.meanDifference(to: Self.widened(picture.onWhite)) <= Self.allowedDifference(format))
    }

    @Test("A GIF's pixels are clear or opaque")
    func gifTransparency() throws {
        let picture = PixelBuffer(width: 32, height: 8, bands: 4) { column, _ in [200, 40, 40, column < 16 ? 0 : 255] }
        let read = try PixelBuffer(decoding: picture.encoded(as: .gif))
        #expect((0..<32).allSatisfy { read[$0, 4][3] == ($0 < 16 ? 0 : 255) })
        #expect(read[31, 4] == [200, 40, 40, 255])
    }

    /// Three bands: some formats have no grey.
    private static func widened(_ picture: PixelBuffer) -> PixelBuffer {
        guard picture.bands == 1 else { return picture }
        return PixelBuffer(
            width: picture.width, height: picture.height, bands: 3, bytes: picture.bytes.flatMap { [$0, $0, $0] })
    }

    @Test("Formats that are only read can't be written", arguments: ImageFormat.allCases.filter { !$0.isWritable })
    func readOnly(format: ImageFormat) {
        let thrown = code { _ = try PixelBuffer.flat([1, 2, 3], width: 4, height: 4).encoded(as: format) }
        #expect(thrown == .unencodable)
    }

    @Test("A higher quality gives more bytes", arguments: ImageFormat.writable.filter { $0.hasQuality && $0 != .tiff })
    func quality(format: ImageFormat) throws {
        let picture = PixelBuffer.noise(width: 64, height: 64, bands: 3, seed: 1)
        let sizes = try [20, 60, 95].map { try picture.encoded(as: format, quality: $0).count }
        #expect(sizes == sizes.sorted())
        #expect(Set(sizes).count == 3)
    }

    @Test("A picture too large for its format is refused, not written wrongly")
    func tooLarge() {
        let thrown = code { _ = try PixelBuffer.flat([1], width: 16_384, height: 1).encoded(as: .webp) }
        #expect(thrown == .unencodable)
    }
}
