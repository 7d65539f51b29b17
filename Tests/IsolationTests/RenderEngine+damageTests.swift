import Codecs
import ImageModel
import Rendering
import TestSupport
import Testing

@testable import Isolation

/// Damage that is met in a worker.
@Suite(.timeLimit(.minutes(10))) struct RenderEngineDamageTests {
    @Test(
        "A worker says that a source is damaged", arguments: ["jpeg/baseline.jpg", "png/rgba.png", "jpeg/cmyk-icc.jpg"])
    func reported(path: String) async throws {
        let bytes = try RepositoryFiles.fixture(path)
        let cut = Array(bytes.prefix(bytes.count * 8 / 10))
        let rendition = Rendition(width: 40, format: .png)
        try await withEngine { engine in
            let opened = try engine.open(cut, damage: .show)
            let plan = try RenderPlan([rendition], of: opened.header, damage: .show)
            let shown = try engine.render(plan, from: cut, known: opened.known)
            #expect(shown.isDamaged)
            let here = try Renderer.render(plan, from: cut)
            #expect(try distance(shown.images[0], here.images[0]) == 0)
            let whole = try engine.render(
                try RenderPlan([rendition], of: try engine.header(of: bytes), damage: .show), from: bytes)
            #expect(!whole.isDamaged)
            let refusing = try RenderPlan([rendition], of: opened.header)
            #expect(failure { () throws(RenderError) in try engine.render(refusing, from: cut) } == .undecodable)
        }
    }

    @Test("A header that is cut among its frames is told only to those who show what there is")
    func header() async throws {
        let bytes = try RepositoryFiles.fixture("gif/animated.gif")
        let cut = Array(bytes.prefix(bytes.count / 5))
        try await withEngine { engine in
            #expect(failure { () throws(RenderError) in try engine.open(cut) } == .notAnImage)
            #expect(failure { () throws(RenderError) in try engine.header(of: cut) } == .notAnImage)
            let opened = try engine.open(cut, damage: .show)
            #expect(opened.header.format == .gif)
        }
    }
}
