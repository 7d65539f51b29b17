import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct PassRunTests {
    private static let photograph = "jpeg/baseline.jpg"

    @Test(
        "However many sizes, the source is decoded once",
        arguments: [
            ([320, 160, 80, 40], 640 * 427), ([150, 75, 37], 320 * 214), ([300, 200, 150], 640 * 427), ([20], 80 * 54),
            ([640, 500, 400, 300, 200, 100], 640 * 427),
        ])
    func decodesOnce(widths: [Int], pixels: Int) throws {
        let bytes = try RepositoryFiles.fixture(Self.photograph)
        let result = try render(bytes, widths.map { Rendition(width: $0) })
        #expect(result.images.map(\.size.width) == widths)
        #expect(result.measurements.decodes == 1)
        #expect(result.measurements.decodedPixels == pixels)
    }

    @Test("Small sizes from the ladder look as if resized directly", arguments: [150, 75, 37, 18])
    func ladder(width: Int) throws {
        let bytes = try RepositoryFiles.fixture(Self.photograph)
        let renditions = [300, 150, 75, 37, 18].map { Rendition(width: $0, format: .png) }
        let result = try render(bytes, renditions)
        let rung = try #require(result.images.first { $0.size.width == width })
        let direct = try renderedPixels(bytes, width: width)
        #expect(try PixelBuffer(decoding: rung).meanDifference(to: direct) < 1.5)
    }

    @Test("A ladder of transparent pictures looks as if resized directly", arguments: [30, 15])
    func transparentLadder(width: Int) throws {
        let bytes = try RepositoryFiles.fixture("png/rgba.png")
        let result = try render(bytes, [60, 30, 15].map { Rendition(width: $0, format: .png) })
        let rung = try #require(result.images.first { $0.size.width == width })
        let direct = try renderedPixels(bytes, width: width)
        #expect(try PixelBuffer(decoding: rung).onWhite.meanDifference(to: direct.onWhite) < 1.5)
    }

    private static let animations = ["gif/animated.gif", "gif/animated-clear.gif", "webp/animated.webp"]

    @Test("An animation stays one: frames, delays, repetitions", arguments: animations, [ImageFormat.gif, .webp])
    func animation(path: String, format: ImageFormat) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let result = try render(bytes, [Rendition(width: 48, format: format), Rendition(width: 24, format: format)])
        #expect(result.measurements.decodes == 1)
        #expect(result.measurements.decodedPixels == 4 * 96 * 64)
        for image in result.images {
            let written = try #require(AnimationFile(image.fileBytes))
            #expect(image.frames == 4)
            #expect(written.delays == [100, 140, 180, 220])
            #expect(written.plays == (path == "gif/animated-clear.gif" ? 0 : 3))
            #expect(written.width == image.size.width && written.height == image.size.height)
        }
    }

    @Test("Each frame of an animation is the resized frame of the source", arguments: animations)
    func animationFrames(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let result = try render(bytes, [Rendition(width: 48, format: .webp, quality: 95)])
        let frames = try PixelBuffer(decoding: result.images[0].fileBytes, frames: 4).withBands(4)
        let source = try PixelBuffer(decoding: bytes, frames: 4).withBands(4)
        for index in 0..<4 {
            let shown = ContentGrid(frames.cropped(left: 0, top: 32 * index, width: 48, height: 32))
            let expected = ContentGrid(source.cropped(left: 0, top: 64 * index, width: 96, height: 64))
            #expect(shown.distance(to: expected).mean < 4, "frame \(index)")
        }
    }

    @Test("Formats that don't move show the first frame", arguments: animations, [ImageFormat.jpeg, .png, .avif])
    func firstFrame(path: String, format: ImageFormat) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let result = try render(bytes, [Rendition(width: 48, format: format, quality: 95)])
        #expect(result.images[0].frames == 1)
        #expect(result.measurements.decodedPixels == 96 * 64)
        let first = try PixelBuffer(decoding: bytes).withBands(4).onWhite
        let shown = try PixelBuffer(decoding: result.images[0]).withBands(4).onWhite
        #expect(ContentGrid(shown).distance(to: ContentGrid(first)).mean < 4)
    }

    @Test("Frames past the limit are left out")
    func frameLimit() throws {
        let bytes = try RepositoryFiles.fixture("gif/animated.gif")
        let result = try render(
            bytes, [Rendition(width: 48, format: .gif)], limits: RenderLimits(maximumFrames: 3))
        #expect(AnimationFile(result.images[0].fileBytes)?.delays == [100, 140, 180])
    }
}
