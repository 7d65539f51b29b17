import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing, .timeLimit(.minutes(10))) struct InterruptionTests {
    private func render(
        _ fixture: String, _ rendition: Rendition, _ interruption: Interruption
    ) throws(any Error) -> RenderResult {
        let bytes = try RepositoryFiles.fixture(fixture)
        let plan = try RenderPlan([rendition], of: try Renderer.header(of: bytes))
        return try Renderer.render(plan, from: bytes, interruption: interruption)
    }

    @Test(
        "a render that is asked to end does so, whatever decodes and encodes",
        arguments: [
            "jpeg/baseline.jpg", "jpeg/progressive.jpg", "jpeg/cmyk-icc.jpg", "png/rgba.png", "png/16bit.png",
            "webp/lossy.webp", "gif/animated.gif", "tiff/lzw.tiff", "avif/still.avif", "jxl/lossy.jxl",
            "svg/shapes.svg", "bmp/rgb24.bmp",
        ], [ImageFormat.jpeg, .webp])
    func ends(fixture: String, format: ImageFormat) throws {
        let interruption = Interruption()
        interruption.request()
        let error = #expect(throws: RenderError.self) {
            try render(fixture, Rendition(width: 50, format: format), interruption)
        }
        #expect(error?.code == .interrupted)
    }

    @Test("one that nobody asks to end is not disturbed, nor is the next one on its thread")
    func undisturbed() throws {
        let requested = Interruption()
        requested.request()
        #expect(throws: RenderError.self) { try render("jpeg/baseline.jpg", Rendition(width: 50), requested) }
        let result = try render("jpeg/baseline.jpg", Rendition(width: 50, format: .png), Interruption())
        #expect(result.images[0].size.width == 50)
        try Interruption.check()
    }

    @Test("a source that is damaged is told as such, and not as ended")
    func damaged() throws {
        let error = #expect(throws: RenderError.self) {
            try render("bad/truncated.jpg", Rendition(width: 50), Interruption())
        }
        #expect(error?.code == .undecodable)
    }
}
