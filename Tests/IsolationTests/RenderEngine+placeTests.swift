import Codecs
import ImageModel
import Rendering
import TestSupport
import Testing

@testable import Isolation

/// What runs in this process by default, and what runs in workers.
@Suite(.computing, .timeLimit(.minutes(10))) struct RenderEnginePlaceTests {
    private static let engine = RenderEngine(IsolationConfiguration())

    private static func place(
        _ path: String, _ change: (inout Rendition) -> Void = { _ in }
    ) throws -> RenderEngine.Place {
        let bytes = try RepositoryFiles.fixture(path)
        var rendition = Rendition(width: 40)
        change(&rendition)
        let plan = try RenderPlan([rendition], of: try Renderer.header(of: bytes))
        let traits = SourceTraits(
            of: bytes, isReadHere: ImageDecoder.quickHeader(of: bytes) != nil, SourceStructure(of: bytes))
        return engine.place(of: plan, traits)
    }

    @Test("files that our own readers read row by row stay here", arguments: ["jpeg/baseline.jpg", "png/rgba.png"])
    func here(path: String) throws {
        #expect(try Self.place(path) == .here)
        for format in [ImageFormat.jpeg, .png, .webp] {
            #expect(try Self.place(path) { $0.format = format } == .here, "\(format)")
        }
    }

    @Test(
        "formats decoded by a library are decoded in a worker",
        arguments: [
            "webp/lossy.webp", "gif/animated.gif", "tiff/lzw.tiff", "avif/still.avif", "heic/still.heic",
            "jxl/lossy.jxl", "svg/shapes.svg", "bmp/rgb24.bmp", "ico/two-sizes.ico",
        ])
    func libraries(path: String) throws {
        #expect(try Self.place(path) == .worker)
    }

    @Test("formats written in one call are written in a worker", arguments: [ImageFormat.avif, .jxl, .gif])
    func written(format: ImageFormat) throws {
        #expect(try Self.place("jpeg/baseline.jpg") { $0.format = format } == .worker)
    }

    @Test("operations on the whole picture are done in a worker")
    func wholePictures() throws {
        let path = "jpeg/baseline.jpg"
        #expect(try Self.place(path) { $0.trim = Trim(threshold: 10) } == .worker)
        let cut = try Self.place(path) { rendition in
            rendition.gravity.anchor = .smart
            (rendition.height, rendition.fit) = (40, .fill)
        }
        #expect(cut == .worker)
        #expect(try Self.place(path) { ($0.format, $0.output.png.quantises) = (.png, true) } == .worker)
        #expect(try Self.place(path) { ($0.format, $0.output.webp.compression) = (.webp, .lossless) } == .worker)
        #expect(try Self.place(path) { $0.output.maximumBytes = 1000 } == .worker)
        #expect(try Self.place(path) { $0.followedBy = [Rendition(width: 20)] } == .worker)
    }

    /// A picture of so many pixels a side, made into others.
    private static func place(
        _ format: ImageFormat, _ width: Int, _ height: Int, scans: Int = 1, bytes: Int = 0, _ renditions: [Rendition]
    ) throws -> RenderEngine.Place {
        let size = PixelSize(width: width, height: height)
        var header = SourceHeader(format: format, stored: size)
        header.planes = format == .jpeg ? .halved : PlaneLayout(.rgb, hasAlpha: false)
        let plan = try RenderPlan(renditions, of: header)
        return engine.place(
            of: plan, SourceTraits(isReadHere: true, hasMetadata: false, byteCount: bytes, scans: scans))
    }

    @Test("what would keep a thread for long is done in a worker, though it could be left at any time")
    func long() throws {
        let small = [Rendition(width: 400, format: .jpeg)]
        #expect(try Self.place(.jpeg, 6000, 4000, bytes: 8 << 20, small) == .here)
        #expect(try Self.place(.jpeg, 10_000, 10_000, bytes: 40 << 20, small) == .worker)
        #expect(try Self.place(.jpeg, 5000, 5000, scans: 10, small) == .here)
        #expect(try Self.place(.jpeg, 5000, 5000, scans: 100, small) == .worker)
        #expect(try Self.place(.png, 5000, 5000, small) == .here)
        #expect(try Self.place(.png, 1, 50_000_000, small) == .worker)
        let many = (0..<100).map { Rendition(width: 2000 - $0, format: .png) }
        #expect(try Self.place(.jpeg, 3000, 2000, [many[0]]) == .here)
        #expect(try Self.place(.jpeg, 3000, 2000, many) == .worker)
    }

    @Test("a header is read here by our own readers, and by a worker if a library is needed")
    func headers() throws {
        let png = try RepositoryFiles.fixture("png/rgba.png")
        #expect(try Self.engine.headerHere(of: png)?.format == .png)
        for path in ["tiff/lzw.tiff", "webp/lossy.webp", "svg/shapes.svg", "gif/animated.gif"] {
            let bytes = try RepositoryFiles.fixture(path)
            #expect(try Self.engine.headerHere(of: bytes) == nil, "\(path)")
        }
        #expect(throws: RenderError.self) { try Self.engine.headerHere(of: Array("nothing".utf8)) }
    }

    @Test("a source whose header our readers cannot read goes to a worker, with everything done to it")
    func oddSources() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let header = try Renderer.header(of: bytes)
        let plan = try RenderPlan([Rendition(width: 40)], of: header)
        #expect(plan.looksUp(SourceTraits(isReadHere: true, hasMetadata: true)))
        #expect(!plan.looksUp(SourceTraits(isReadHere: false, hasMetadata: false)))
        // A picture takes over the file's metadata.
        let picture = try RenderPlan([Rendition(width: 40, format: .png)], of: header)
        #expect(picture.looksUp(SourceTraits(isReadHere: true, hasMetadata: false)))
        #expect(!picture.looksUp(SourceTraits(isReadHere: true, hasMetadata: true)))
    }

    @Test("a client's watermark is decoded here only if our readers support it; the operator's in the common formats")
    func watermarks() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let plan = try RenderPlan([Rendition(width: 40)], of: try Renderer.header(of: bytes))
        let traits = SourceTraits(isReadHere: true, hasMetadata: false)
        let (png, webp) = (try RepositoryFiles.fixture("png/rgba.png"), try RepositoryFiles.fixture("webp/lossy.webp"))
        let svg = try RepositoryFiles.fixture("svg/shapes.svg")
        #expect(Self.engine.place(of: plan, traits, overlays: Overlays(["u": png])) == .here)
        #expect(Self.engine.place(of: plan, traits, overlays: Overlays(["u": webp])) == .worker)
        #expect(Self.engine.place(of: plan, traits, overlays: Overlays([nil: webp])) == .here)
        #expect(Self.engine.place(of: plan, traits, overlays: Overlays([nil: svg])) == .worker)
    }

    @Test("everything goes to workers, or nothing, according to the setting", arguments: [Isolation.all, .none])
    func others(mode: Isolation) throws {
        var configuration = IsolationConfiguration()
        configuration.mode = mode
        let engine = RenderEngine(configuration)
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let plan = try RenderPlan([Rendition(width: 40)], of: try Renderer.header(of: bytes))
        let place = engine.place(of: plan, SourceTraits(isReadHere: true, hasMetadata: false))
        #expect(place == (mode == .all ? .worker : .here))
        #expect((try engine.headerHere(of: bytes) == nil) == (mode == .all))
        #expect(engine.placeOfFacts == place)
    }

    @Test("a JPEG that is scaled down starts no worker, and one that becomes an AVIF does")
    func started() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withEngine {
            $0.mode = .risky
        } _: { engine in
            _ = try engine.files(of: bytes, [Rendition(width: 40, format: .jpeg)])
            #expect(engine.workers.started == 0)
            _ = try engine.files(of: bytes, [Rendition(width: 40, format: .avif)])
            #expect(engine.workers.started == 1)
        }
    }
}
