import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// Pictures made of planes, for outputs that want more than geometry, against libvips' of the same plan.
@Suite(.computing) struct PlanarPictureTests {
    private static func both(
        _ bytes: [UInt8], _ renditions: [Rendition]
    ) throws -> [(planes: RenderedImage, libvips: RenderedImage)] {
        var header = try Renderer.header(of: bytes)
        let plan = try RenderPlan(renditions, of: header)
        #expect(plan.planar != nil)
        header.planes = nil
        let other = try RenderPlan(renditions, of: header)
        let results = (try Renderer.render(plan, from: bytes), try Renderer.render(other, from: bytes))
        #expect(results.0.measurements.decodes == 1)
        return Array(zip(results.0.images, results.1.images))
    }

    /// The mean difference of the visible colours: over white, and over black.
    private static func difference(_ one: RenderedImage, _ other: RenderedImage) throws -> Double {
        let (one, other) = (try PixelBuffer(decoding: one), try PixelBuffer(decoding: other))
        return try [UInt8(0), 255].map { ground in
            try #require(one.over(ground)).meanDifference(to: try #require(other.over(ground)))
        }.max() ?? 0
    }

    /// Measured: at most 0.9 without loss, and 2.2 where half a level takes a coefficient of JPEG's to the next step;
    /// another picture differs by 10 and more.
    private static func tolerance(_ format: ImageFormat) -> Double { format == .jpeg ? 2.5 : 1 }

    @Test(
        "PNG files of every kind show what libvips shows", arguments: ["rgba", "palette"],
        [ImageFormat.png, .jpeg, .webp])
    func kinds(name: String, format: ImageFormat) throws {
        let bytes = try RepositoryFiles.fixture("png/\(name).png")
        let width = try Renderer.header(of: bytes).stored.width
        var output = Rendition(width: width / 2, format: format, quality: 95)
        output.output.webp.compression = .lossless
        output.output.png.quantises = false
        for factor in [3, 5, 8] {
            var smaller = output
            smaller.width = width / factor
            for (planes, libvips) in try Self.both(bytes, [output, smaller]) {
                #expect(planes.size == libvips.size && planes.format == libvips.format)
                let difference = try Self.difference(planes, libvips)
                #expect(difference < Self.tolerance(format), "\(name), \(planes.size): \(difference)")
            }
        }
    }

    @Test("Pixels with alpha are as near to the exact result as libvips'", arguments: [1, 2, 3, 4], [0, 1, 2])
    func exact(bands: Int, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let size = (width: Int.random(in: 60...300, using: &random), height: Int.random(in: 60...300, using: &random))
        let slopes = PixelBuffer.slopes(width: size.width, height: size.height, bands: bands)
        let width = Int.random(in: 20...50, using: &random)
        let results = try Self.both(try slopes.encoded(as: .png), [Rendition(width: width, format: .png)])
        for (planes, libvips) in results { #expect(try Self.difference(planes, libvips) < Self.tolerance(.png)) }
    }

    @Test("Effects, padding, chains, profiles and metadata are those of libvips' way")
    func everythingElse() throws {
        var padded = Rendition(width: 100, format: .png)
        padded.padding = Padding(top: 3, right: 5, bottom: 7, left: 9)
        var blurred = Rendition(width: 100, format: .png)
        blurred.effects.blur = 2
        var chained = Rendition(width: 150, format: .png)
        chained.followedBy = [Rendition(width: 40, format: .png)]
        var kept = Rendition(width: 110, format: .png)
        kept.output.stripsMetadata = false
        kept.output.stripsProfile = false
        for path in ["jpeg/wide-gamut-icc.jpg", "jpeg/orientation-6.jpg", "jpeg/baseline.jpg", "jpeg/grey.jpg"] {
            let bytes = try RepositoryFiles.fixture(path)
            for (index, pair) in try Self.both(bytes, [padded, blurred, chained, kept]).enumerated() {
                #expect(pair.planes.size == pair.libvips.size, "\(path), \(index)")
                #expect(try Self.difference(pair.planes, pair.libvips) < 2, "\(path), \(index)")
            }
            let files = try Self.both(bytes, [kept])[0]
            let (planes, libvips) = (try Self.metadata(files.planes), try Self.metadata(files.libvips))
            #expect(planes == libvips, "\(path)")
        }
    }

    private static func metadata(_ file: RenderedImage) throws -> [[UInt8]?] {
        try ImageDecoder.withImage(of: file.fileBytes, format: file.format) { (image) throws(CodecError) in
            [image.profile, image.exif, [UInt8(image.orientation.rawValue)]]
        }
    }

    @Test("A mixed list has one decode, and its files come from it")
    func mixed() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let formats: [ImageFormat] = [.jpeg, .webp, .avif, .png]
        let pairs = try Self.both(bytes, formats.map { Rendition(width: 160, format: $0, quality: 95) })
        #expect(pairs.map(\.planes.format) == formats)
        for (planes, libvips) in pairs { #expect(try Self.difference(planes, libvips) < 2.5) }
    }

    @Test("A PNG file cut short, or with a wrong checksum, is an error and never a crash", arguments: 0..<40)
    func damaged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var bytes = try RepositoryFiles.fixture("png/rgba.png")
        let header = try Renderer.header(of: bytes)
        let plan = try RenderPlan([Rendition(width: header.stored.width / 2, format: .jpeg)], of: header)
        if seed % 2 == 0 {
            bytes = Array(bytes.prefix(Int.random(in: 60..<bytes.count - 20, using: &random)))
        } else {
            let place = Int.random(in: 60..<bytes.count - 20, using: &random)
            bytes[place] = bytes[place] &+ UInt8.random(in: 1...255, using: &random)
        }
        do throws(RenderError) {
            _ = try Renderer.render(plan, from: bytes)
            // Only what stands behind the pixels may be damaged unnoticed.
            #expect(seed % 2 == 1)
        } catch {
            #expect([.undecodable, .notAnImage].contains(error.code), "\(error)")
        }
    }
}

extension PixelBuffer {
    /// What is seen on a grey ground.
    fileprivate func over(_ ground: UInt8) -> PixelBuffer? {
        guard hasAlpha else { return withBands(3) }
        let colours = bands - 1
        let seen = PixelBuffer(width: width, height: height, bands: colours) { column, row in
            let pixel = self[column, row]
            let alpha = Double(pixel[colours]) / 255
            return pixel.dropLast().map { UInt8((Double($0) * alpha + Double(ground) * (1 - alpha)).rounded()) }
        }
        return seen.withBands(3)
    }
}
