import Codecs
import ImageModel
import Profiling
import Rendering
import TestSupport
import Testing

@testable import Isolation

@Suite(.computing, .timeLimit(.minutes(10)), .serialized) struct RenderEngineTests {
    private static let pictures = [
        "jpeg/baseline.jpg", "png/rgba.png", "webp/lossy.webp", "gif/animated.gif", "tiff/lzw.tiff", "avif/still.avif",
        "heic/still.heic", "jxl/lossy.jxl", "svg/shapes.svg", "bmp/rgb24.bmp", "ico/two-sizes.ico",
    ]

    @Test("a worker produces the same picture as this process", arguments: pictures)
    func sameResult(path: String) async throws {
        let bytes = try RepositoryFiles.fixture(path)
        let renditions = [Rendition(width: 60, format: .png), Rendition(width: 40, format: .jpeg, quality: 70)]
        try await withEngine { engine in
            let (own, other) = (try Renderer.header(of: bytes), try engine.header(of: bytes))
            #expect(own == other)
            let here = try RenderEngine.inProcess.files(of: bytes, renditions)
            let there = try engine.files(of: bytes, renditions)
            for (one, other) in zip(there, here) { #expect(try distance(one, other) < 0.5) }
            #expect(there.map(\.size) == here.map(\.size))
            #expect(there.map(\.format) == [.png, .jpeg])
        }
    }

    @Test("a worker writes every format", arguments: ImageFormat.writable)
    func everyFormat(format: ImageFormat) async throws {
        let bytes = try RepositoryFiles.fixture("png/rgba.png")
        try await withEngine { engine in
            let there = try engine.files(of: bytes, [Rendition(width: 60, format: format)])
            let here = try RenderEngine.inProcess.files(of: bytes, [Rendition(width: 60, format: format)])
            #expect(there.map(\.format) == [format])
            #expect(try distance(there[0], here[0]) < 0.5)
        }
    }

    @Test("text in a drawing is drawn with its fonts")
    func fonts() async throws {
        let drawing = """
            <svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><text x="5" y="40" font-size="30"
            font-family="DejaVu Serif">Still</text></svg>
            """
        try await withEngine { engine in
            let there = try engine.files(of: Array(drawing.utf8), [Rendition(width: 200, format: .png)])
            let here = try RenderEngine.inProcess.files(of: Array(drawing.utf8), [Rendition(width: 200, format: .png)])
            #expect(try distance(there[0], here[0]) < 0.5)
        }
    }

    @Test("facts match those determined in this process")
    func facts() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let header = try Renderer.header(of: bytes)
        var request = SourceFacts.Request()
        (request.average, request.dominantColours, request.exif, request.thumbHash) = (true, true, true, true)
        request.blurHash = (4, 3)
        try await withEngine { engine in
            let there = try engine.facts(request, of: bytes, header: header, limits: RenderLimits())
            #expect(there == (try Renderer.facts(request, of: bytes, header: header)))
        }
    }

    @Test("a watermark is laid over the picture in the worker")
    func overlays() async throws {
        let (bytes, mark) = (
            try RepositoryFiles.fixture("jpeg/baseline.jpg"), try RepositoryFiles.fixture("png/rgba.png")
        )
        var rendition = Rendition(width: 100, format: .png)
        rendition.watermark = Watermark(opacity: 0.5, scale: 0.5, url: "mark")
        let overlays = Overlays(["mark": mark])
        try await withEngine { engine in
            let there = try engine.files(of: bytes, [rendition], overlays: overlays)
            let here = try RenderEngine.inProcess.files(of: bytes, [rendition], overlays: overlays)
            #expect(try distance(there[0], here[0]) < 0.5)
        }
    }

    @Test("renditions that share a file share it on this side, too")
    func sharedFiles() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withEngine { engine in
            let images = try engine.files(of: bytes, [900, 1000].map { Rendition(width: $0, format: .webp) })
            #expect(images[0].bytes === images[1].bytes)
        }
    }

    @Test("undecodable sources are refused as in this process")
    func undecodable() async throws {
        let whole = try RepositoryFiles.fixture("tiff/lzw.tiff")
        try await withEngine { engine in
            #expect(failure { () throws(RenderError) in try engine.header(of: Array("nothing".utf8)) } == .notAnImage)
            let cut = Array(whole.prefix(12))
            #expect(failure { () throws(RenderError) in try engine.header(of: cut) } == .notAnImage)
            #expect(engine.workers.failed == 0)
        }
    }

    @Test("workers are kept for the next render, and replaced after their number of renders")
    func recycling() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withEngine {
            $0.maximumRenders = 2
        } _: { engine in
            for _ in 0..<4 { _ = try engine.files(of: bytes) }
            #expect(engine.workers.started == 2)
            #expect(engine.workers.ended == [.spent: 2])
            #expect(engine.workers.running == 0)
        }
    }

    @Test("a worker's CPU samples outlive it, once, and only for that recording")
    func profilesOfReplacedWorkers() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let shares = [Rendition(width: 600, format: .avif)]
        try await ProfilerTurn.withTurn {
            try await withEngine {
                $0.maximumRenders = 1
            } _: { engine in
                try CPUProfiler.shared.start(frequency: 500)
                for _ in 0..<3 { _ = try engine.files(of: bytes, shares) }
                let (first, second) = (engine.profiles(of: .cpu), engine.profiles(of: .cpu))
                _ = try await CPUProfiler.shared.stop()
                // Each has a worker's own samples, and reading them removes nothing.
                for profiles in [first, second] {
                    let samples = try profiles.map { try Profile(decoding: $0.profile).samples.count }
                    #expect(samples.filter { $0 > 0 }.count == 3, "\(samples)")
                }
                try CPUProfiler.shared.start(frequency: 500)
                let next = try engine.profiles(of: .cpu).map { try Profile(decoding: $0.profile).samples.count }
                _ = try await CPUProfiler.shared.stop()
                #expect(next.allSatisfy { $0 == 0 }, "\(next)")
            }
        }
    }

    @Test("a worker that is idle for a while is ended, and another one is started when needed")
    func unused() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withEngine {
            $0.idleTime = .milliseconds(40)
        } _: { engine in
            _ = try engine.header(of: bytes)
            try await eventually { engine.workers.running == 0 }
            #expect(engine.workers.ended == [.unused: 1])
            _ = try engine.header(of: bytes)
            #expect(engine.workers.started == 2)
        }
    }

    @Test("a worker whose memory has grown is replaced")
    func grown() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withEngine {
            $0.maximumIdleBytes = 1 << 20
        } _: { engine in
            for _ in 0..<3 { _ = try engine.header(of: bytes) }
            #expect(engine.workers.started == 3)
        }
    }

    @Test("an opened source can be rendered by the worker that has it, and by any other")
    func opened() async throws {
        let (bytes, other) = (
            try RepositoryFiles.fixture("tiff/lzw.tiff"), try RepositoryFiles.fixture("jpeg/baseline.jpg")
        )
        try await withEngine { engine in
            let opened = try engine.open(bytes)
            let plan = try RenderPlan([Rendition(width: 50, format: .png)], of: opened.header)
            // The worker's input now contains another file.
            _ = try engine.header(of: other)
            let first = try engine.render(plan, from: bytes, known: opened.known)
            // The worker has released it.
            let second = try engine.render(plan, from: bytes, known: opened.known)
            let here = try Renderer.render(plan, from: bytes)
            #expect(try distance(first.images[0], here.images[0]) < 0.5)
            #expect(try distance(second.images[0], here.images[0]) < 0.5)
            #expect(engine.workers.failed == 0)
        }
    }

    @Test("a source is not sent twice")
    func sentOnce() async throws {
        let bytes = try RepositoryFiles.fixture("tiff/lzw.tiff")
        try await withEngine { engine in
            let opened = try engine.open(bytes)
            let plan = try RenderPlan([Rendition(width: 50, format: .png)], of: opened.header)
            // Whatever is passed instead is not examined.
            let result = try engine.render(plan, from: [], known: opened.known)
            #expect(result.images[0].size.width == 50)
        }
    }

    @Test("memory is set aside for workers, unless nothing is isolated")
    func standing() {
        var configuration = IsolationConfiguration()
        configuration.slots = 3
        #expect(RenderEngine(configuration).standingBytes == 3 * IsolationConfiguration.standingBytes)
        #expect(RenderEngine.inProcess.standingBytes == 0)
    }

    @Test("an invalid program is reported")
    func unavailable() async throws {
        try await withEngine {
            $0.executable = "/nonexistent"
        } _: { engine in
            let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
            #expect(failure { () throws(RenderError) in try engine.header(of: bytes) } == .failed)
            #expect(engine.workers.unavailable == 1)
        }
    }

    @Test("work that yields is done by workers that yield, and by no others")
    func yielding() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withEngine { engine in
            for _ in 0..<2 {
                _ = try engine.header(of: bytes)
                _ = try engine.yielding.header(of: bytes)
                #expect(engine.workers.started == 2)
                #expect(engine.workers.idle == 2)
            }
        }
    }
}
