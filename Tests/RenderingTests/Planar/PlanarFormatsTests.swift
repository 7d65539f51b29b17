import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// Formats beside JPEG in the engine of planes, against libvips and an exact reference.
@Suite(.computing) struct PlanarFormatsTests {
    struct Job: Sendable, CustomTestStringConvertible {
        var source: ImageFormat
        var target: ImageFormat

        var testDescription: String { "\(source) to \(target)" }

        static let all = [
            Job(source: .webp, target: .webp), Job(source: .webp, target: .jpeg), Job(source: .webp, target: .avif),
            Job(source: .webp, target: .png), Job(source: .jpeg, target: .webp), Job(source: .jpeg, target: .avif),
        ]
    }

    /// Smooth colours with a sharp bright square left of the middle at the top: whatever is moved or turned shows.
    private static func picture(_ width: Int, _ height: Int) -> PixelBuffer {
        PixelBuffer(width: width, height: height, bands: 3) { x, y in
            let isMarked = (width / 5..<width / 3).contains(x) && (height / 8..<height / 4).contains(y)
            return isMarked ? [250, 230, 20] : [UInt8(40 + 150 * x / width), UInt8(30 + 170 * y / height), 90]
        }
    }

    /// What both engines make of `renditions` of `bytes`, with colours at half the sides: in a drawn picture it may be near the line
    /// whether they are kept.
    private static func both(
        _ bytes: [UInt8], _ renditions: [Rendition], orientation: Orientation = .upright
    ) throws -> [(planes: RenderedImage, libvips: RenderedImage)] {
        var header = try Renderer.header(of: bytes)
        header.orientation = orientation
        var renditions = renditions
        for index in renditions.indices {
            renditions[index].output.jpeg.subsampling = .on
            renditions[index].output.avif.subsampling = .on
        }
        let plan = try RenderPlan(renditions, of: header)
        // Pictures that are not made smaller are libvips' work.
        #expect(plan.planar != nil || renditions.contains { $0.format == .png })
        header.planes = nil
        let other = try RenderPlan(renditions, of: header)
        let results = (try Renderer.render(plan, from: bytes), try Renderer.render(other, from: bytes))
        return Array(zip(results.0.images, results.1.images))
    }

    /// Neither much farther than libvips from the picture before it became a file, upright and resized in one step with
    /// Lanczos 3 in floating point; nor larger files. (Files without loss are as large as what decoders leave between
    /// pixels, which differs.)
    private static func expectGood(
        _ results: [(planes: RenderedImage, libvips: RenderedImage)], of picture: PixelBuffer,
        _ orientation: Orientation, _ what: String
    ) throws {
        for (planes, libvips) in results {
            let shown = try PixelBuffer(decoding: planes).withBands(3)
            let exact = picture.upright(from: orientation.rawValue)
                .resizedExactly(width: shown.width, height: shown.height)
            let ours = shown.meanDifference(to: exact)
            let theirs = try PixelBuffer(decoding: libvips).withBands(3).meanDifference(to: exact)
            #expect(planes.size == libvips.size && planes.format == libvips.format)
            #expect(ours <= theirs * 1.05 + 0.2, "\(what), \(planes.size): \(ours), libvips \(theirs)")
            let bytes = Double(planes.bytes.count) / Double(libvips.bytes.count)
            #expect(
                bytes < (planes.format == .png ? 1.3 : 1.08),
                "\(what), \(planes.size): \(planes.bytes.count), libvips \(libvips.bytes.count) bytes")
        }
    }

    @Test(
        "Every orientation, also of odd sides, is as near to exact as libvips", arguments: Job.all, Orientation.allCases
    )
    func orientations(job: Job, orientation: Orientation) throws {
        let picture = Self.picture(141, 93)
        let bytes = try picture.encoded(as: job.source, quality: 92)
        for width in [90, [140, 71, 47, 25][orientation.rawValue % 4]] {
            let rendition = Rendition(width: width, format: job.target, quality: 85)
            let results = try Self.both(bytes, [rendition], orientation: orientation)
            try Self.expectGood(results, of: picture, orientation, "\(orientation)")
        }
    }

    @Test("Cuts, turns, boxes and enlarging show what libvips shows", arguments: Job.all, 0..<8)
    func geometry(job: Job, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bytes = try Self.picture(
            Int.random(in: 40...220, using: &random), Int.random(in: 40...160, using: &random)
        ).encoded(as: job.source, quality: 92)
        var rendition = Rendition(
            width: Int.random(in: 20...200, using: &random), height: Int.random(in: 20...200, using: &random),
            fit: try #require(Fit.allCases.randomElement(using: &random)), format: job.target, quality: 85)
        rendition.enlarges = Bool.random(using: &random)
        rendition.quarterTurns = Int.random(in: 0...3, using: &random)
        rendition.flipsHorizontally = Bool.random(using: &random)
        if Bool.random(using: &random) {
            rendition.crop = SourceCrop(
                width: Double(Int.random(in: 24...200, using: &random)),
                height: Double(Int.random(in: 24...200, using: &random)))
        }
        for (planes, libvips) in try Self.both(bytes, [rendition]) {
            let difference = try PixelBuffer(decoding: planes).meanDifference(to: try PixelBuffer(decoding: libvips))
            #expect(difference < 6, "seed \(seed): \(rendition): \(difference)")
        }
    }

    @Test(
        "A list of all formats shares one decode, and each file is what it is alone",
        arguments: [ImageFormat.jpeg, .webp])
    func mixed(source: ImageFormat) throws {
        let bytes = try Self.picture(640, 427).encoded(as: source, quality: 92)
        let renditions = [300, 120].flatMap { width in
            [ImageFormat.jpeg, .webp, .avif, .png].map { Rendition(width: width, format: $0, quality: 80) }
        }
        let together = try render(bytes, renditions)
        #expect(together.measurements.decodes == 1)
        for (image, rendition) in zip(together.images, renditions) {
            let alone = try PixelBuffer(decoding: try render(bytes, [rendition]).images[0])
            #expect(image.format == rendition.format)
            let difference = try PixelBuffer(decoding: image).meanDifference(to: alone)
            #expect(difference < 3, "\(rendition): \(difference)")
        }
    }

    @Test("Black and white stay black and white from range to range", arguments: Job.all)
    func ends(job: Job) throws {
        let bytes = try PixelBuffer(width: 64, height: 64, bands: 3) { x, _ in
            x < 32 ? [0, 0, 0] : [255, 255, 255]
        }.encoded(as: job.source, quality: 100)
        let image = try render(bytes, [Rendition(width: 32, format: job.target, quality: 100)]).images[0]
        let shown = try PixelBuffer(decoding: image).withBands(3)
        for (column, level) in [(3, 0), (28, 255)] {
            #expect(shown[column, 16].allSatisfy { abs(Int($0) - level) <= 2 }, "\(shown[column, 16])")
        }
    }

    @Test("A WebP source is held as a whole at its decode's scale, and no more")
    func memory() throws {
        var header = SourceHeader(format: .webp, stored: PixelSize(width: 6000, height: 4000))
        header.planes = .webp
        // A half of the sides is the largest power of two that leaves twice the pixels a side.
        let small = try RenderPlan([Rendition(width: 800, format: .webp)], of: header).peakBytes
        #expect((3000 * 2000 * 3 / 2..<20_000_000).contains(small))
        let large = try RenderPlan([Rendition(width: 4000, format: .webp)], of: header).peakBytes
        #expect(large > 6000 * 4000 * 3 / 2)
    }

    @Test("Huge sources are decoded smaller, and every part stays in its place", arguments: [2, 4, 8])
    func shrunk(denominator: Int) throws {
        // Sides that no denominator divides.
        let picture = Self.picture(323, 211)
        let bytes = try picture.encoded(as: .webp, quality: 92)
        let rendition = Rendition(width: 323 / (2 * denominator), format: .webp, quality: 95)
        let plan = try RenderPlan([rendition], of: try Renderer.header(of: bytes))
        #expect(plan.planar?.denominator == denominator)
        try Self.expectGood(try Self.both(bytes, [rendition]), of: picture, .upright, "1/\(denominator)")
    }

    @Test("Switches that need RGB go through pixels, and still share the decode")
    func switches() throws {
        let bytes = try Self.picture(200, 150).encoded(as: .jpeg)
        for compression in [OutputOptions.WebPCompression.lossless, .nearLossless] {
            var rendition = Rendition(width: 100, format: .webp)
            rendition.output.webp.compression = compression
            let result = try render(bytes, [rendition, Rendition(width: 90, format: .webp)])
            #expect(result.measurements.decodes == 1)
            // The chunk of pictures without loss, and that of planes.
            #expect(Self.holds("VP8L", result.images[0]))
            #expect(Self.holds("VP8 ", result.images[1]))
        }
    }

    private static func holds(_ chunk: String, _ image: RenderedImage) -> Bool {
        let bytes = image.fileBytes
        return bytes.indices.contains { bytes[$0...].starts(with: Array(chunk.utf8)) }
    }

    @Test("Sources with alpha, without loss or in motion are libvips' work", arguments: ["lossless-alpha", "animated"])
    func others(name: String) throws {
        let header = try Renderer.header(of: try RepositoryFiles.fixture("webp/\(name).webp"))
        #expect(header.planes == nil)
    }
}
