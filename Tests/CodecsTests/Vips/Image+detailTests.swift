import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageDetailTests {
    private static let page = PixelBuffer.page(
        width: 360, height: 240, inks: [[255, 0, 0], [0, 120, 0]], paper: [255, 255, 255])
    private static let greyPage = PixelBuffer.page(
        width: 360, height: 240, inks: [[20, 20, 20]], paper: [250, 250, 250])

    private static func stored(
        _ picture: PixelBuffer, _ format: ImageFormat, quality: Int = 80,
        _ change: (inout EncodeOptions) -> Void = { _ in }
    ) throws -> StoredColours? {
        var options = EncodeOptions(format: format, quality: quality)
        change(&options)
        return StoredColours(of: try CodecSample.bytes(picture.image(), options))
    }

    @Test(
        "Text in colours keeps them at full resolution, whatever the quality",
        arguments: [ImageFormat.jpeg, .avif], [30, 80, 89, 90])
    func pages(format: ImageFormat, quality: Int) throws {
        #expect(try Self.stored(Self.page, format, quality: quality) == .full)
    }

    @Test("Text in grey and soft colours are stored at half the sides", arguments: [ImageFormat.jpeg, .avif])
    func others(format: ImageFormat) throws {
        let slopes = PixelBuffer.slopes(width: 360, height: 240, bands: 3)
        for picture in [Self.greyPage, slopes, .flat([9, 200, 3], width: 90, height: 70)] {
            #expect(try Self.stored(picture, format) == .halved)
            #expect(try Self.stored(picture, format, quality: 90) == .full)
        }
    }

    @Test("What is requested is what is written", arguments: [ImageFormat.jpeg, .avif])
    func requested(format: ImageFormat) throws {
        func stored(_ picture: PixelBuffer, _ mode: OutputOptions.Subsampling, quality: Int) throws -> StoredColours? {
            try Self.stored(picture, format, quality: quality) {
                $0.output.jpeg.subsampling = mode
                $0.output.avif.subsampling = mode
            }
        }
        #expect(try stored(Self.page, .on, quality: 80) == .halved)
        #expect(try stored(Self.page, .on, quality: 95) == .halved)
        #expect(try stored(Self.greyPage, .off, quality: 80) == .full)
        #expect(try stored(Self.page, .auto, quality: 80) == .full)
    }

    @Test("A picture whose colours came at half the sides is not looked at")
    func coarse() throws {
        #expect(try Self.stored(Self.page, .jpeg) { $0.mayHaveAllColours = false } == .halved)
    }

    @Test("Transparency and grey pictures are taken as they are")
    func bands() throws {
        let alpha = PixelBuffer(width: 360, height: 240, bands: 4) { x, y in Self.page[x, y] + [255] }
        #expect(try CodecSample.bytes(alpha.image(), EncodeOptions(format: .avif, quality: 60)).count > 1000)
        let grey = PixelBuffer(width: 360, height: 240, bands: 1) { x, y in [Self.page[x, y][1]] }
        let file = try CodecSample.bytes(grey.image(), EncodeOptions(format: .jpeg, quality: 80))
        #expect(try ImageDecoder.header(of: file).colour == .grey)
    }
}
