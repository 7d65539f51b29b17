import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct PlanarPlanTests {
    private static var header: SourceHeader {
        var header = SourceHeader(format: .jpeg, stored: PixelSize(width: 6000, height: 4000))
        header.planes = .halved
        return header
    }

    private static func planar(_ renditions: [Rendition], of header: SourceHeader = header) throws -> PlanarPlan? {
        try RenderPlan(renditions, of: header).planar
    }

    @Test("Each picture is made of the smallest that has twice its sides")
    func ladder() throws {
        let sizes = [200, 1600, 400, 1200, 800].map { Rendition(width: $0, format: .jpeg) }
        let plan = try #require(try Self.planar(sizes))
        #expect(plan.stages.map(\.scaled.width) == [1600, 1200, 800, 400, 200])
        #expect(plan.stages.map(\.parent) == [nil, nil, 0, 1, 3])
        #expect(plan.stages.map(\.outputs) == [[1], [3], [4], [2], [0]])
        #expect(plan.density(of: 0).across * 6000 >= 2 * 1600)
    }

    @Test("More than geometry, or a file that takes no planes, is made of a picture of the same decode")
    func pictures() throws {
        let plain = Rendition(width: 800, format: .jpeg)
        #expect(try #require(try Self.planar([plain])).stages.map(\.product) == [.files])
        var changed: [Rendition] = []
        func add(_ change: (inout Rendition) -> Void) {
            var rendition = plain
            change(&rendition)
            changed.append(rendition)
        }
        add { $0.effects.blur = 2 }
        add { $0.padding = Padding(top: 1) }
        add {
            $0.extend = .centre; $0.height = 900
        }
        add { $0.watermark = Watermark(opacity: 1) }
        add { $0.format = .png }
        add { $0.followedBy = [Rendition(width: 10)] }
        add { $0.output.maximumBytes = 1000 }
        add { $0.output.stripsMetadata = false }
        add { $0.output.dotsPerInch = 72 }
        add {
            $0.gravity = Gravity(.smart); $0.fit = .fill; $0.height = 100
        }
        for rendition in changed {
            let alone = try #require(try Self.planar([rendition]), "\(rendition)")
            #expect(alone.stages.map(\.product) == [.picture], "\(rendition)")
            #expect(alone.stages.map(\.layout) == [.full], "\(rendition)")
            let together = try #require(try Self.planar([plain, rendition]))
            #expect(together.stages.map(\.product) == [.picture, .files], "\(rendition)")
        }
    }

    @Test("What only pixels can tell, and other samplings, are libvips' work")
    func others() throws {
        let plain = Rendition(width: 800, format: .jpeg)
        var (trimmed, nearest) = (plain, plain)
        trimmed.trim = Trim(threshold: 1)
        nearest.resampling = .nearest
        for rendition in [trimmed, nearest] {
            #expect(try Self.planar([rendition]) == nil, "\(rendition)")
            #expect(try Self.planar([plain, rendition]) == nil, "\(rendition)")
        }
    }

    @Test("Sources with an author to name, or colours of another profile, give pictures; those without planes nothing")
    func sources() throws {
        let rendition = Rendition(width: 800, format: .jpeg)
        var header = Self.header
        header.namesAuthor = true
        #expect(try #require(try Self.planar([rendition], of: header)).stages.map(\.product) == [.picture])
        header = Self.header
        header.isSRGB = false
        #expect(try #require(try Self.planar([rendition], of: header)).stages.map(\.product) == [.picture])
        header.planes = nil
        #expect(try Self.planar([rendition], of: header) == nil)
    }

    @Test("Pictures with alpha or coarse colours are made in planes only where they shrink")
    func enlarged() throws {
        var header = SourceHeader(format: .png, stored: PixelSize(width: 600, height: 400), bands: 4, hasAlpha: true)
        header.planes = PlaneLayout(.rgb, hasAlpha: true)
        #expect(try Self.planar([Rendition(width: 600)], of: header) == nil)
        #expect(try Self.planar([Rendition(width: 6000, format: .png)]) == nil)
        #expect(try Self.planar([Rendition(width: 6000, format: .jpeg)]) != nil)
        #expect(try Self.planar([Rendition(width: 5999, format: .png)]) != nil)
        #expect(try #require(try Self.planar([Rendition(width: 300)], of: header)).stages.map(\.product) == [.picture])
    }

    @Test(
        "Fine qualities keep all colours, others half the sides, as libvips does",
        arguments: [
            (80, PlaneLayout.halved), (89, .halved), (90, .full), (100, .full),
        ])
    func subsampling(quality: Int, layout: PlaneLayout) throws {
        let plan = try #require(try Self.planar([Rendition(width: 800, format: .jpeg, quality: quality)]))
        #expect(plan.stages[0].layout == layout)
    }

    @Test("A source needs rows, progressive or not: less than 8 MB for 24 megapixels to 800")
    func memory() throws {
        let plan = try RenderPlan([Rendition(width: 800, format: .jpeg)], of: Self.header)
        #expect(plan.peakBytes < 8_000_000)
        var progressive = Self.header
        progressive.isInterlaced = true
        let other = try RenderPlan([Rendition(width: 800, format: .jpeg)], of: progressive).peakBytes
        #expect(other == plan.peakBytes)
    }
}
