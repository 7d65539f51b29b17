import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct RenderPlanEngineTests {
    private static func header(_ format: ImageFormat) -> SourceHeader {
        var header = SourceHeader(format: format, stored: PixelSize(width: 600, height: 400))
        header.planes = .halved
        return header
    }

    @Test("A source runs in planes only if its format is decoded in planes", arguments: ImageFormat.allCases)
    func formats(format: ImageFormat) throws {
        let plan = try RenderPlan([Rendition(width: 90, format: .png)], of: Self.header(format))
        #expect((plan.planar != nil) == [.jpeg, .png, .webp, .avif].contains(format))
        #expect(plan.passes.isEmpty == (plan.planar != nil))
    }

    @Test("Two pages requested of a source with one are that page, alone or beside another size")
    func pages() throws {
        var both = Rendition(width: 90, format: .jpeg)
        both.pages = 2
        let one = Rendition(width: 80, format: .jpeg)
        #expect(try RenderPlan([both], of: Self.header(.jpeg)).planar?.stages.count == 1)
        #expect(try RenderPlan([both, one], of: Self.header(.jpeg)).planar?.stages.count == 2)
    }

    @Test("Parts of the source that differ are decoded by libvips, in one pass")
    func parts() throws {
        var part = Rendition(format: .jpeg)
        part.crop = SourceCrop(width: 100, height: 50)
        #expect(try RenderPlan([part], of: Self.header(.jpeg)).planar != nil)
        let plan = try RenderPlan([part, Rendition(width: 80, format: .jpeg)], of: Self.header(.jpeg))
        #expect(plan.planar == nil)
        #expect(plan.passes.map(\.branches.count) == [2])
    }
}
