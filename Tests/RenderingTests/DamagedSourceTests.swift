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
        DamagePolicy.allCases.allSatisfy { policy in
            let thrown = code { _ = try render(bytes, renditions, damage: policy) }
            return thrown == nil || thrown == .notAnImage || thrown == .undecodable || thrown == .overLimit
        }
    }

    @Test("What is shown without damage is what is made where damage is refused", arguments: fixtures)
    func whole(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let (shown, made) = (try render(bytes, Self.renditions, damage: .show), try render(bytes, Self.renditions))
        #expect(!shown.isDamaged && !made.isDamaged)
        #expect(shown.images.map(\.fileBytes) == made.images.map(\.fileBytes))
    }

    /// Ways of a source: in planes to a file and to a picture, and by libvips, which alone looks for a border to trim.
    private static let ways: [(name: String, rendition: Rendition)] = {
        var trimmed = Rendition(width: 60, format: .png)
        trimmed.trim = Trim(threshold: 200)
        return [
            ("file", Rendition(width: 60, format: .jpeg)), ("picture", Rendition(width: 60, format: .png)),
            ("libvips", trimmed),
        ]
    }()

    @Test(
        "What there is of a cut source is shown and reported, on every way, and refused where it is to be",
        arguments: [
            "jpeg/baseline.jpg", "jpeg/progressive.jpg", "jpeg/grey.jpg", "jpeg/cmyk-icc.jpg", "png/rgba.png",
            "png/16bit.png",
        ], ways.indices)
    func shown(path: String, way: Int) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let cut = Array(bytes.prefix(bytes.count * 7 / 10))
        let rendition = Self.ways[way].rendition
        let result = try render(cut, [rendition], damage: .show)
        #expect(result.isDamaged)
        let whole = try render(bytes, [rendition]).images[0]
        // What is trimmed may lie above the damage.
        if way < 2 {
            #expect(result.images[0].size == whole.size)
            #expect(result.images[0].fileBytes != whole.fileBytes)
        }
        let refusal = code { _ = try render(cut, [rendition]) }
        #expect(refusal == .undecodable || refusal == .notAnImage)
    }

    @Test("A cut animation has the frames that are there, and says so; its first frame alone is whole")
    func animation() throws {
        let bytes = try RepositoryFiles.fixture("gif/animated.gif")
        let cut = Array(bytes.prefix(bytes.count * 7 / 10))
        let animated = Rendition(width: 30, format: .gif), still = Rendition(width: 30, format: .png)
        let whole = try render(bytes, [animated]).images[0]
        let shown = try render(cut, [animated], damage: .show)
        #expect(shown.isDamaged)
        #expect(shown.images[0].frames > 1 && shown.images[0].frames < whole.frames)
        #expect(code { _ = try render(cut, [animated]) } == .undecodable)
        let first = try render(cut, [still], damage: .show)
        #expect(!first.isDamaged)
        #expect(try first.images[0].fileBytes == render(bytes, [still]).images[0].fileBytes)
    }

    @Test("The top of a cut picture is that of the whole one, in planes and by libvips", arguments: ["jpeg", "png"])
    func top(format: String) throws {
        let drawn = PixelBuffer(width: 320, height: 240, bands: 3) { x, y in
            [UInt8(x * 200 / 320 + 20), UInt8(y), UInt8((x + y) % 200 + 20)]
        }
        let bytes = try drawn.encoded(as: try #require(ImageFormat(rawValue: format)))
        let cut = Array(bytes.prefix(bytes.count * 3 / 4))
        var effect = Rendition(width: 80, format: .png)
        effect.mixing = .light
        for rendition in [Rendition(width: 80, format: .png), effect] {
            let shown = try PixelBuffer(decoding: try render(cut, [rendition], damage: .show).images[0]).withBands(3)
            let whole = try PixelBuffer(decoding: try render(bytes, [rendition]).images[0]).withBands(3)
            let (top, wholeTop) = (
                shown.cropped(left: 0, top: 0, width: 80, height: 20),
                whole.cropped(left: 0, top: 0, width: 80, height: 20)
            )
            #expect(top.meanDifference(to: wholeTop) < 0.5)
            // At the bottom it is of one colour: grey of JPEG's decoder, black of PNG's.
            let bottom = shown.cropped(left: 0, top: 59, width: 80, height: 1)
            #expect(bottom.ranges.allSatisfy { $0.upperBound - $0.lowerBound <= 2 })
            #expect(bottom.means.allSatisfy { abs($0 - (format == "jpeg" ? 128 : 0)) <= 2 })
        }
    }

    @Test("A PNG file of which zlib's checksum alone is wrong is whole by every policy and on every way")
    func zlibsChecksum() throws {
        for path in ["png/16bit.png", "png/rgba.png"] {
            let bytes = try RepositoryFiles.fixture(path)
            let wrong = try Self.withWrongSum(bytes)
            for (_, rendition) in Self.ways {
                let whole = try render(bytes, [rendition]).images[0]
                for policy in DamagePolicy.allCases {
                    let result = try render(wrong, [rendition], damage: policy)
                    #expect(!result.isDamaged)
                    #expect(result.images[0].fileBytes == whole.fileBytes, "\(path)")
                }
            }
            var request = SourceFacts.Request()
            request.average = true
            let header = try Renderer.header(of: bytes)
            #expect(
                try Renderer.facts(request, of: wrong, header: header)
                    == Renderer.facts(request, of: bytes, header: header))
        }
    }

    /// The same file with another checksum at the end of zlib's stream; that of the chunk is right.
    private static func withWrongSum(_ file: [UInt8]) throws -> [UInt8] {
        // The last chunk of pixels ends before the twelve bytes of the file's last one, with four of a checksum.
        let end = file.count - 12 - 4
        var changed = file
        changed[end - 1] ^= 0xFF
        let start = try #require(file.indices.last { file[$0...].starts(with: "IDAT".utf8) })
        let sum = ~changed[start..<end].reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        for index in 0..<4 { changed[end + index] = UInt8(sum >> (24 - 8 * UInt32(index)) & 0xFF) }
        return changed
    }

    @Test("Nothing but a header is refused where damage is shown, too, and says what is wrong")
    func nothing() throws {
        for path in ["jpeg/baseline.jpg", "png/rgba.png"] {
            let bytes = try RepositoryFiles.fixture(path)
            let name = path.hasPrefix("jpeg") ? [0xFF, 0xDA] : Array("IDAT".utf8)
            let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
            let cut = Array(bytes.prefix(place + 14))
            for (_, rendition) in Self.ways {
                let thrown = code { _ = try render(cut, [rendition], damage: .show) }
                #expect(thrown == .undecodable || thrown == .notAnImage)
            }
        }
    }

    @Test("Damage below what is used of a source is none")
    func unused() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        var rendition = Rendition(width: 60, format: .jpeg)
        rendition.crop = SourceCrop(height: 100, gravity: Gravity(.north))
        let result = try render(Array(bytes.prefix(bytes.count * 9 / 10)), [rendition], damage: .show)
        #expect(!result.isDamaged)
    }

    @Test("Facts of half a picture are not told")
    func facts() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        var request = SourceFacts.Request()
        request.average = true
        let cut = Array(bytes.prefix(bytes.count / 2))
        let header = try Renderer.header(of: cut)
        #expect(header.stored == PixelSize(width: 640, height: 427))
        #expect(code { _ = try Renderer.facts(request, of: cut, header: header) } == .undecodable)
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
