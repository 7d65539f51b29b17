import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageTests {
    @Test("An image made from pixels says what it holds and gives them back", arguments: 1...4)
    func pixels(bands: Int) throws {
        let picture = PixelBuffer.noise(width: 17, height: 9, bands: bands, seed: 1)
        let image = try picture.image()
        let (size, colour, hasAlpha) = (image.size, image.colour, image.hasAlpha)
        #expect(size == PixelSize(width: 17, height: 9))
        #expect([image.bands, image.sampleBytes, image.decodedBytes] == [bands, 1, 17 * 9 * bands])
        #expect(hasAlpha == (bands == 2 || bands == 4))
        #expect(colour == (bands < 3 ? .grey : .rgb))
        #expect(try PixelBuffer(image) == picture)
    }

    @Test("An image made from pixels is an upright still without a profile")
    func plain() throws {
        let image = try PixelBuffer.flat([1, 2, 3], width: 2, height: 2).image()
        let (orientation, frames, hasProfile) = (image.orientation, image.frames, image.hasProfile)
        #expect(orientation == .upright)
        #expect(frames == 1)
        #expect(!hasProfile)
    }

    @Test(
        "An animation's delays and repetitions are read",
        arguments: [("gif/animated.gif", 3), ("gif/animated-clear.gif", 0), ("webp/animated.webp", 3)])
    func animation(path: String, repetitions: Int) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let format = try #require(ImageFormat(signatureOf: bytes))
        let animation = try ImageDecoder.withImage(of: bytes, format: format, options: DecodeOptions(frames: 4)) {
            (image) throws(CodecError) in image.animation
        }
        #expect(animation == Animation(delays: [100, 140, 180, 220], repetitions: repetitions))
    }
}
