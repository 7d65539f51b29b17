import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// The engine of planes against libvips on the same plan.
@Suite(.computing) struct PlanarRunTests {
    /// Both engines' results for `renditions` of `bytes`.
    private static func both(
        _ bytes: [UInt8], _ renditions: [Rendition], orientation: Orientation? = nil
    ) throws -> [(planes: PixelBuffer, libvips: PixelBuffer)] {
        var header = try Renderer.header(of: bytes)
        if let orientation { header.orientation = orientation }
        let plan = try RenderPlan(renditions, of: header)
        #expect(plan.planar != nil)
        header.planes = nil
        let other = try RenderPlan(renditions, of: header)
        #expect(other.planar == nil)
        let results = (try Renderer.render(plan, from: bytes), try Renderer.render(other, from: bytes))
        return try zip(results.0.images, results.1.images).map { planar, libvips in
            #expect(planar.size == libvips.size)
            return (try PixelBuffer(decoding: planar), try PixelBuffer(decoding: libvips))
        }
    }

    /// Smooth colours with a sharp bright square left of the middle at the top: whatever is moved or turned shows.
    private static func picture(_ width: Int, _ height: Int, quality: Int) throws -> [UInt8] {
        let picture = PixelBuffer(width: width, height: height, bands: 3) { x, y in
            let isMarked = (width / 5..<width / 3).contains(x) && (height / 8..<height / 4).contains(y)
            return isMarked ? [250, 230, 20] : [UInt8(40 + 150 * x / width), UInt8(30 + 170 * y / height), 90]
        }
        return try picture.encoded(as: .jpeg, quality: quality, subsampling: subsampling(quality))
    }

    /// Settled by the quality alone: in a drawn picture it may be near the line whether its colours are kept.
    private static func subsampling(_ quality: Int) -> OutputOptions.Subsampling { quality < 90 ? .on : .off }

    private static func rendition(_ width: Int, quality: Int) -> Rendition {
        var rendition = Rendition(width: width, format: .jpeg, quality: quality)
        rendition.output.jpeg.subsampling = subsampling(quality)
        return rendition
    }

    /// Measured: at most 2.3 levels, most of them in the colours along the square's edges, where both are right in their
    /// own way (`exact` tells how right). A picture that is turned or cut wrongly differs by 15 and more.
    private static let tolerance = 3.0

    private static func expectSame(_ results: [(planes: PixelBuffer, libvips: PixelBuffer)], _ what: String) {
        for (planes, libvips) in results {
            let difference = planes.meanDifference(to: libvips)
            #expect(difference < tolerance, "\(what), \(planes.width)x\(planes.height): \(difference)")
        }
    }

    /// All of the source resized in one step with Lanczos 3 in floating point, upright.
    private static func exact(_ bytes: [UInt8], _ orientation: Orientation, _ size: PixelSize) throws -> PixelBuffer {
        try PixelBuffer(decoding: bytes).withBands(3).upright(from: orientation.rawValue)
            .resizedExactly(width: size.width, height: size.height)
    }

    /// Planes may not be farther from the exact result than libvips is, but for what a level of rounding makes.
    private static func expectExact(
        _ results: [(planes: PixelBuffer, libvips: PixelBuffer)], of bytes: [UInt8], _ orientation: Orientation
    ) throws {
        for (planes, libvips) in results {
            let exact = try exact(bytes, orientation, PixelSize(width: planes.width, height: planes.height))
            let ours = planes.withBands(3).meanDifference(to: exact)
            let theirs = libvips.withBands(3).meanDifference(to: exact)
            #expect(
                ours <= theirs + 0.15, "\(orientation), \(planes.width)x\(planes.height): \(ours), libvips \(theirs)")
        }
    }

    @Test("Every orientation, also of odd sides, shows what libvips shows", arguments: Orientation.allCases, [80, 95])
    func orientations(orientation: Orientation, quality: Int) throws {
        let bytes = try Self.picture(301, 203, quality: quality)
        let sizes = [300, 151, 99, 50, 33].map { Self.rendition($0, quality: quality) }
        for size in sizes {
            let results = try Self.both(bytes, [size], orientation: orientation)
            Self.expectSame(results, "\(orientation)")
            try Self.expectExact(results, of: bytes, orientation)
        }
        let together = try Self.both(bytes, sizes, orientation: orientation)
        Self.expectSame(together, "\(orientation), together")
        try Self.expectExact(together, of: bytes, orientation)
    }

    @Test("Cuts, turns, boxes and enlarging show what libvips shows", arguments: 0..<60)
    func geometry(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bytes = try Self.picture(
            Int.random(in: 40...420, using: &random), Int.random(in: 40...300, using: &random),
            quality: Bool.random(using: &random) ? 85 : 95)
        var rendition = Rendition(
            width: Int.random(in: 20...320, using: &random), height: Int.random(in: 20...320, using: &random),
            fit: try #require(Fit.allCases.randomElement(using: &random)), format: .jpeg,
            quality: Bool.random(using: &random) ? 82 : 94)
        rendition.output.jpeg.subsampling = Self.subsampling(rendition.quality ?? 80)
        rendition.enlarges = Bool.random(using: &random)
        rendition.quarterTurns = Int.random(in: 0...3, using: &random)
        rendition.flipsHorizontally = Bool.random(using: &random)
        rendition.flipsVertically = Bool.random(using: &random)
        if Bool.random(using: &random) {
            rendition.crop = SourceCrop(
                width: Double(Int.random(in: 24...200, using: &random)),
                height: Double(Int.random(in: 24...200, using: &random)))
        }
        Self.expectSame(try Self.both(bytes, [rendition]), "seed \(seed): \(rendition)")
    }

    @Test(
        "Subsampled and grey sources of every kind show what libvips shows",
        arguments: [
            "jpeg/baseline.jpg", "jpeg/progressive.jpg", "jpeg/grey.jpg", "jpeg/orientation-6.jpg",
        ])
    func kinds(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let sizes = [150, 75, 37].map { Rendition(width: $0, format: .jpeg, quality: 90) }
        try Self.expectExact(
            try Self.both(bytes, sizes), of: bytes, try Renderer.header(of: bytes).orientation)
    }

    @Test("Switches of the encoder are those of the file")
    func switches() throws {
        var rendition = Rendition(width: 100, format: .jpeg)
        rendition.output.jpeg.progressive = true
        rendition.output.jpeg.subsampling = .off
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let header = try Renderer.header(of: try #require(render(bytes, [rendition]).images.first).fileBytes)
        #expect(header.isInterlaced)
        #expect(header.planes == .full)
    }

    @Test("A picture that is asked for twice is written once")
    func shared() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let images = try render(bytes, [Rendition(width: 2000), Rendition(width: 3000)]).images
        #expect(images[0].bytes === images[1].bytes)
    }
}
