import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct DamagedSourceTests {
    private static let fixtures = [
        "jpeg/grey.jpg", "jpeg/progressive.jpg", "jpeg/cmyk-icc.jpg", "png/rgba.png", "png/16bit.png",
        "gif/animated.gif",
        "webp/lossy.webp", "webp/animated.webp", "webp/lossless-alpha.webp", "bmp/rgb24.bmp", "ico/two-sizes.ico",
        "tiff/lzw.tiff", "svg/shapes.svg", "avif/still.avif", "heic/still.heic", "jxl/lossy.jxl",
    ]

    private static let renditions = [Rendition(width: 32, format: .png), Rendition(width: 16, format: .webp)]

    /// Whether it was rendered, or refused as the source's fault; a fault of ours is neither.
    private static func isHandled(_ bytes: [UInt8]) -> Bool {
        let thrown = code { _ = try render(bytes, renditions) }
        return thrown == nil || thrown == .notAnImage || thrown == .undecodable || thrown == .overLimit
    }

    @Test("A source cut short anywhere is rendered or refused", arguments: fixtures)
    func prefixes(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let step = max(1, bytes.count / 40)
        for length in Set(stride(from: 0, to: bytes.count, by: step)).union(0..<min(48, bytes.count)) {
            #expect(Self.isHandled(Array(bytes.prefix(length))), "\(length) of \(bytes.count) bytes")
        }
    }

    @Test(
        "A source that lacks its last bytes' picture data is refused",
        arguments: ["jpeg/grey.jpg", "png/rgba.png", "bmp/rgb24.bmp"])
    func half(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        #expect(code { _ = try render(Array(bytes.prefix(bytes.count / 2)), Self.renditions) } == .undecodable)
    }

    @Test("A source with random damage is rendered or refused", arguments: fixtures)
    func damage(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        var random = SplitMix64(seed: 99)
        for round in 0..<40 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                damaged[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            #expect(Self.isHandled(damaged), "round \(round)")
        }
    }
}
