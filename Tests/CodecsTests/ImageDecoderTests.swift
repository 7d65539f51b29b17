import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageDecoderTests {
    private static let fixtures: [(path: String, header: SourceHeader)] = [
        ("jpeg/baseline.jpg", SourceHeader(format: .jpeg, stored: PixelSize(width: 640, height: 427))),
        (
            "jpeg/progressive.jpg",
            SourceHeader(format: .jpeg, stored: PixelSize(width: 640, height: 427), isInterlaced: true)
        ),
        (
            "jpeg/orientation-6.jpg",
            SourceHeader(format: .jpeg, stored: PixelSize(width: 160, height: 240), orientation: .turned90)
        ),
        (
            "jpeg/grey.jpg",
            SourceHeader(format: .jpeg, stored: PixelSize(width: 240, height: 160), bands: 1, colour: .grey)
        ),
        (
            "jpeg/cmyk-icc.jpg",
            SourceHeader(
                format: .jpeg, stored: PixelSize(width: 160, height: 106), bands: 4, colour: .cmyk, hasProfile: true,
                isSRGB: false)
        ),
        (
            "jpeg/wide-gamut-icc.jpg",
            SourceHeader(format: .jpeg, stored: PixelSize(width: 240, height: 160), hasProfile: true, isSRGB: false)
        ),
        (
            "png/rgba.png",
            SourceHeader(format: .png, stored: PixelSize(width: 120, height: 80), bands: 4, hasAlpha: true)
        ),
        ("png/16bit.png", SourceHeader(format: .png, stored: PixelSize(width: 64, height: 43), sampleBytes: 2)),
        ("png/palette.png", SourceHeader(format: .png, stored: PixelSize(width: 160, height: 106))),
        (
            "gif/animated-clear.gif",
            SourceHeader(format: .gif, stored: PixelSize(width: 96, height: 64), bands: 4, hasAlpha: true, frames: 4)
        ),
        (
            "webp/animated.webp",
            SourceHeader(format: .webp, stored: PixelSize(width: 96, height: 64), bands: 4, hasAlpha: true, frames: 4)
        ),
        ("webp/lossy.webp", SourceHeader(format: .webp, stored: PixelSize(width: 320, height: 213))),
        ("avif/still.avif", SourceHeader(format: .avif, stored: PixelSize(width: 240, height: 160))),
        ("heic/still.heic", SourceHeader(format: .heic, stored: PixelSize(width: 240, height: 160))),
        ("tiff/lzw.tiff", SourceHeader(format: .tiff, stored: PixelSize(width: 120, height: 80))),
        ("bmp/rgb24.bmp", SourceHeader(format: .bmp, stored: PixelSize(width: 80, height: 53))),
        (
            "ico/two-sizes.ico",
            SourceHeader(format: .ico, stored: PixelSize(width: 48, height: 48), bands: 4, hasAlpha: true)
        ),
        (
            "svg/shapes.svg",
            SourceHeader(format: .svg, stored: PixelSize(width: 300, height: 200), bands: 4, hasAlpha: true)
        ),
    ]

    @Test("A header tells what the file holds", arguments: fixtures)
    func headers(path: String, header: SourceHeader) throws {
        var found = try ImageDecoder.header(of: RepositoryFiles.fixture(path))
        // Told by a test of its own.
        (found.planes, found.colours, found.paletteDepth) = (nil, .assumed, 0)
        #expect(found == header)
    }

    @Test("JPEG XL is read, with or without a profile of its own")
    func jpegXL() throws {
        let header = try ImageDecoder.header(of: RepositoryFiles.fixture("jxl/lossy.jxl"))
        #expect(header.format == .jxl)
        #expect(header.stored == PixelSize(width: 240, height: 160))
    }

    @Test("The name has no say: the bytes have")
    func names() throws {
        #expect(code { _ = try ImageDecoder.header(of: RepositoryFiles.fixture("bad/html.png")) } == .unknownFormat)
    }

    @Test("Nothing, and anything else, is of no known format", arguments: [[], [0], Array("hello".utf8)])
    func unknown(bytes: [UInt8]) {
        #expect(code { _ = try ImageDecoder.header(of: bytes) } == .unknownFormat)
    }

    @Test(
        "A header that is cut short is unreadable", arguments: ["jpeg/baseline.jpg", "png/rgba.png", "bmp/rgb24.bmp"])
    func shortHeader(path: String) throws {
        let head = Array(try RepositoryFiles.fixture(path).prefix(24))
        #expect(code { _ = try ImageDecoder.header(of: head) } == .unreadableHeader)
    }

    @Test(
        "JPEG is decoded at a half, a quarter, an eighth",
        arguments: [(1, "640x427"), (2, "320x213"), (4, "160x106"), (8, "80x53")])
    func shrinking(factor: Int, expected: String) throws {
        let options = DecodeOptions(scale: factor == 1 ? .full : .shrunk(by: factor))
        let size = try ImageDecoder.withImage(
            of: RepositoryFiles.fixture("jpeg/baseline.jpg"), format: .jpeg, options: options
        ) { (image) throws(CodecError) in image.size }
        #expect(size.description == expected)
    }

    @Test(
        "WebP and drawings are decoded at any scale",
        arguments: [
            ("webp/lossy.webp", ImageFormat.webp, 0.5, 160), ("svg/shapes.svg", .svg, 2.5, 750),
            ("svg/shapes.svg", .svg, 0.1, 30),
        ])
    func scaling(path: String, format: ImageFormat, factor: Double, width: Int) throws {
        let size = try ImageDecoder.withImage(
            of: RepositoryFiles.fixture(path), format: format, options: DecodeOptions(scale: .factor(factor))
        ) { (image) throws(CodecError) in image.size }
        #expect(size.width == width)
    }

    @Test("As many frames are decoded as are asked for, one above another", arguments: [1, 2, 4])
    func frames(count: Int) throws {
        for (path, format) in [("gif/animated.gif", ImageFormat.gif), ("webp/animated.webp", .webp)] {
            let bytes = try RepositoryFiles.fixture(path)
            let size = try ImageDecoder.withImage(of: bytes, format: format, options: DecodeOptions(frames: count)) {
                (image) throws(CodecError) in try image.copiedToMemory().size
            }
            #expect(size == PixelSize(width: 96, height: 64 * count))
        }
    }

    @Test("What the closure throws comes through")
    func errors() throws {
        let bytes = try RepositoryFiles.fixture("png/rgba.png")
        let thrown = code {
            _ = try ImageDecoder.withImage(of: bytes, format: .png) { (_) throws(CodecError) -> Int in
                throw CodecError(.unencodable)
            }
        }
        #expect(thrown == .unencodable)
    }

    @Test("Pixels must fit their size", arguments: [(5, 1), (6, 0), (6, 5), (30, 5)])
    func pixels(count: Int, bands: Int) {
        let thrown = code {
            _ = try Image(
                pixels: [UInt8](repeating: 0, count: count), size: PixelSize(width: 3, height: 2), bands: bands)
        }
        #expect(thrown == .operationFailed)
    }
}
