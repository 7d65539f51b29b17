import Codecs
import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// `subsample: auto` of both engines, against the picture as it was drawn.
@Suite(.computing) struct SubsamplingTests {
    private static let colours = PixelBuffer.page(
        width: 480, height: 320, inks: [[255, 0, 0], [0, 0, 255], [0, 130, 0]], paper: [255, 255, 255])
    private static let redOnBlue = PixelBuffer.page(
        width: 480, height: 320, inks: [[255, 0, 0]], paper: [0, 0, 255], seed: 2)

    /// `picture` as a file that has all of its colours.
    private static func source(_ picture: PixelBuffer, _ format: ImageFormat, quality: Int = 95) throws -> [UInt8] {
        try picture.encoded(as: format, quality: quality)
    }

    private static func rendition(
        _ width: Int, _ format: ImageFormat, _ mode: OutputOptions.Subsampling? = nil, quality: Int = 80
    ) -> Rendition {
        var rendition = Rendition(width: width, format: format, quality: quality)
        rendition.output.jpeg.subsampling = mode
        rendition.output.avif.subsampling = mode
        return rendition
    }

    /// Decibels between what `file` shows and `picture` resized by definition.
    private static func signalToNoise(_ file: RenderedImage, _ picture: PixelBuffer) throws -> Double {
        let shown = try PixelBuffer(decoding: file).withBands(3)
        let exact = picture.resizedExactly(width: shown.width, height: shown.height)
        let sum = zip(shown.bytes, exact.bytes).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
        return 10 * log10(255 * 255 / (sum / Double(shown.bytes.count)))
    }

    private static func stored(_ file: RenderedImage) -> StoredColours? { StoredColours(of: file.fileBytes) }

    @Test(
        "Text in colours keeps them, from planes and from pixels, and gains three decibels by it",
        arguments: [ImageFormat.jpeg, .png], [480, 360, 240])
    func text(source: ImageFormat, width: Int) throws {
        for picture in [Self.colours, Self.redOnBlue] {
            let bytes = try Self.source(picture, source)
            let automatic = try render(bytes, [Self.rendition(width, .jpeg)]).images[0]
            let halved = try render(bytes, [Self.rendition(width, .jpeg, .on)]).images[0]
            #expect(Self.stored(automatic) == .full)
            #expect(Self.stored(halved) == .halved)
            let (kept, lost) = (try Self.signalToNoise(automatic, picture), try Self.signalToNoise(halved, picture))
            #expect(kept > lost + 3, "\(kept) dB, at half the sides \(lost) dB")
        }
    }

    @Test("AVIF keeps them as well", arguments: [ImageFormat.jpeg, .png])
    func avif(source: ImageFormat) throws {
        let bytes = try Self.source(Self.redOnBlue, source)
        #expect(try Self.stored(render(bytes, [Self.rendition(300, .avif)]).images[0]) == .full)
        #expect(try Self.stored(render(bytes, [Self.rendition(300, .avif, .on)]).images[0]) == .halved)
    }

    @Test("A photograph is stored at half the sides, and decoded once: the same file, to the byte")
    func photograph() throws {
        let photograph = PixelBuffer.nature(width: 640, height: 427)
        let bytes = try Self.source(photograph, .jpeg)
        #expect(try Renderer.header(of: bytes).planes == .full)
        for widths in [[640], [400], [200, 100], [64]] {
            let automatic = try render(bytes, widths.map { Self.rendition($0, .jpeg) })
            let halved = try render(bytes, widths.map { Self.rendition($0, .jpeg, .on) })
            #expect(automatic.measurements.decodes == 1)
            #expect(automatic.images.map(\.fileBytes) == halved.images.map(\.fileBytes))
        }
        let pixels = try Self.source(photograph, .png)
        #expect(try Self.stored(render(pixels, [Self.rendition(400, .jpeg)]).images[0]) == .halved)
    }

    @Test("Whoever asked for a subsampling, or has a source without such colours, is not decoded twice")
    func settled() throws {
        let bytes = try Self.source(Self.redOnBlue, .jpeg)
        for (mode, quality, stored) in [(.on, 95, .halved), (.off, 50, .full), (.auto, 90, .full)]
            as [(OutputOptions.Subsampling, Int, StoredColours)]
        {
            let result = try render(bytes, [Self.rendition(300, .jpeg, mode, quality: quality)])
            #expect(result.measurements.decodes == 1)
            #expect(Self.stored(result.images[0]) == stored)
        }
        let coarse = try render(bytes, [Self.rendition(480, .jpeg, .on, quality: 95)]).images[0].fileBytes
        let result = try render(coarse, [Self.rendition(300, .jpeg)])
        #expect(result.measurements.decodes == 1)
        #expect(Self.stored(result.images[0]) == .halved)
    }

    @Test("All sizes of one request keep their colours, in any orientation", arguments: Orientation.allCases)
    func ladder(orientation: Orientation) throws {
        let bytes = try Self.source(Self.redOnBlue, .jpeg)
        var header = try Renderer.header(of: bytes)
        header.orientation = orientation
        var renditions = [480, 300, 201, 97].map { Self.rendition($0, .jpeg) }
        renditions.append(Self.rendition(150, .webp))
        renditions.append(Self.rendition(150, .png))
        let plan = try RenderPlan(renditions, of: header)
        #expect(plan.planar != nil)
        let result = try Renderer.render(plan, from: bytes)
        #expect(result.images.prefix(4).map { Self.stored($0) } == Array(repeating: .full, count: 4))
        #expect(result.measurements.decodes == 2)
        let upright = Self.redOnBlue.upright(from: orientation.rawValue)
        for image in result.images where image.format == .jpeg {
            #expect(try Self.signalToNoise(image, upright) > 22, "\(image.size)")
        }
    }

    @Test("The plan counts the dearer of both runs")
    func memory() throws {
        var header = SourceHeader(format: .jpeg, stored: PixelSize(width: 4000, height: 3000))
        header.planes = .full
        func peak(_ mode: OutputOptions.Subsampling) throws -> Int {
            try RenderPlan([Self.rendition(1600, .jpeg, mode)], of: header).peakBytes
        }
        #expect(try peak(.auto) == max(try peak(.on), try peak(.off)))
        #expect(try peak(.on) < peak(.off))
    }
}
