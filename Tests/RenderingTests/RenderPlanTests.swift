import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct RenderPlanTests {
    private static func header(
        _ format: ImageFormat, _ width: Int, _ height: Int, orientation: Orientation = .upright, frames: Int = 1
    ) -> SourceHeader {
        SourceHeader(
            format: format, stored: PixelSize(width: width, height: height), orientation: orientation, frames: frames)
    }

    private static func plan(_ header: SourceHeader, _ widths: Int...) throws -> RenderPlan {
        try RenderPlan(widths.map { Rendition(width: $0, format: .jpeg) }, of: header)
    }

    @Test(
        "JPEG is decoded at the smallest scale that leaves twice the largest size",
        arguments: [
            ([1600], DecodeOptions.Scale.full), ([1500], .shrunk(by: 2)), ([1501], .full), ([750], .shrunk(by: 4)),
            ([751], .shrunk(by: 2)), ([375], .shrunk(by: 8)), ([376], .shrunk(by: 4)), ([10], .shrunk(by: 8)),
            ([100, 1500, 300], .shrunk(by: 2)), ([100, 6000], .full),
        ])
    func jpegScale(widths: [Int], expected: DecodeOptions.Scale) throws {
        let plan = try RenderPlan(
            widths.map { Rendition(width: $0, format: .jpeg) }, of: Self.header(.jpeg, 6000, 4000))
        #expect(plan.passes[0].options.scale == expected)
        #expect(plan.outputs.map(\.geometry.output.width) == widths)
    }

    @Test("Nothing is decoded smaller where that is not wanted", arguments: [ImageFormat.jpeg, .webp])
    func fullDecode(format: ImageFormat) throws {
        var rendition = Rendition(width: 40, format: .jpeg)
        rendition.shrinksOnLoad = false
        let plan = try RenderPlan([rendition], of: Self.header(format, 6000, 4000))
        #expect(plan.passes[0].options.scale == .full)
        let source = try PixelBuffer.slopes(width: 640, height: 480, bands: 3).encoded(as: format)
        #expect(try render(source, [rendition]).measurements.decodedPixels == 640 * 480)
        rendition.shrinksOnLoad = true
        #expect(try render(source, [rendition]).measurements.decodedPixels < 640 * 480)
    }

    @Test("The decoded picture has twice the sides of every step, in either direction", arguments: 0..<200)
    func decodedIsLargeEnough(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let orientation = try #require(Orientation.allCases.randomElement(using: &random))
        let header = Self.header(
            .jpeg, Int.random(in: 1...8000, using: &random), Int.random(in: 1...8000, using: &random),
            orientation: orientation)
        let renditions = (0..<3).map { _ in
            Rendition(
                width: Int.random(in: 1...2000, using: &random), height: Int.random(in: 1...2000, using: &random),
                fit: Fit.allCases.randomElement(using: &random) ?? .fit)
        }
        let plan = try RenderPlan(renditions, of: header)
        guard case .shrunk(let factor) = plan.passes[0].options.scale else { return }
        for step in plan.passes[0].branches[0].ladder.steps {
            #expect(step.size.width * 2 * factor <= header.stored.width)
            #expect(step.size.height * 2 * factor <= header.stored.height)
        }
    }

    @Test("WebP is decoded at twice the largest size, but animations in full")
    func webpScale() throws {
        #expect(try Self.plan(Self.header(.webp, 1000, 800), 100).passes[0].options.scale == .factor(0.2))
        #expect(try Self.plan(Self.header(.webp, 1000, 800), 500).passes[0].options.scale == .full)
        let animation = Self.header(.webp, 1000, 800, frames: 5)
        let plan = try RenderPlan([Rendition(width: 100, format: .webp)], of: animation)
        #expect(plan.passes[0].options == DecodeOptions(scale: .full, frames: 5))
    }

    @Test("Drawings are drawn at the largest size", arguments: [(60, 0.1), (6000, 10.0)])
    func drawingScale(width: Int, expected: Double) throws {
        let plan = try Self.plan(Self.header(.svg, 600, 400), 30, width)
        #expect(plan.passes[0].options.scale == .factor(expected))
        #expect(plan.passes[0].decodedSize.width == width)
    }

    @Test(
        "Formats that can't be decoded smaller are decoded in full", arguments: [ImageFormat.png, .tiff, .gif, .avif])
    func fullScale(format: ImageFormat) throws {
        let plan = try Self.plan(Self.header(format, 6000, 4000), 10)
        #expect(plan.passes[0].options.scale == .full)
        #expect(plan.passes[0].decodedSize == PixelSize(width: 6000, height: 4000))
    }

    @Test("Sizes are those shown: an orientation exchanges the sides", arguments: Orientation.allCases)
    func orientations(orientation: Orientation) throws {
        let plan = try Self.plan(Self.header(.jpeg, 6000, 4000, orientation: orientation), 600)
        #expect(plan.outputs[0].geometry.output.height == (orientation.swapsSides ? 900 : 400))
    }

    @Test("Renditions of one size share a step, whatever their format and crop")
    func sharedSteps() throws {
        let renditions = [
            Rendition(width: 300, format: .jpeg), Rendition(width: 300, format: .webp),
            Rendition(width: 200, height: 200, fit: .fill, format: .png),
        ]
        let plan = try RenderPlan(renditions, of: Self.header(.jpeg, 6000, 4000))
        #expect(plan.passes[0].branches[0].ladder.steps.map(\.size.description) == ["300x200"])
        #expect(plan.passes[0].branches[0].outputs == [[0, 1, 2]])
        #expect(plan.outputs.map(\.format) == [.jpeg, .webp, .png])
        #expect(plan.outputs[2].geometry.crop?.rect?.left == 50)
    }

    @Test("Only formats that move keep the frames, up to the limit", arguments: [(5, 5), (900, 500)])
    func frames(inSource: Int, expected: Int) throws {
        let header = Self.header(.gif, 10, 10, frames: inSource)
        let renditions = [ImageFormat.gif, .webp, .jpeg, .png].map { Rendition(width: 5, format: $0) }
        let plan = try RenderPlan(renditions, of: header)
        #expect(plan.outputs.map(\.frames) == [expected, expected, 1, 1])
        #expect(plan.passes[0].options.frames == expected)
        #expect(try RenderPlan([Rendition(width: 5, format: .png)], of: header).passes[0].options.frames == 1)
    }

    @Test(
        "An animation of which one frame is rendered counts as a still",
        arguments: [(500, 0, ImageFormat.gif, 7), (1, 0, .png, 1), (500, 6, .png, 1), (2, 5, .gif, 2)])
    func oneFrame(maximumFrames: Int, page: Int, expected: ImageFormat, frames: Int) throws {
        var header = Self.header(.webp, 10, 10, frames: 7)
        header.hasAlpha = true
        var rendition = Rendition(width: 5)
        rendition.page = page
        let plan = try RenderPlan(
            [rendition], of: header, formats: FormatPolicy(preferred: [.jpeg, .png, .gif]),
            limits: RenderLimits(maximumFrames: maximumFrames))
        #expect(plan.outputs[0].format == expected)
        #expect(plan.outputs[0].frames == frames)
    }

    @Test("A format that is only read is refused with those that are written")
    func unwritable() throws {
        let error = #expect(throws: RenderError.self) {
            try RenderPlan([Rendition(width: 5, format: .svg)], of: Self.header(.jpeg, 60, 40))
        }
        #expect(error?.code == .unencodable)
        #expect(error?.message.hasPrefix("The result cannot be written as SVG; expected one of jpeg, png,") == true)
    }

    @Test("A whole frame is kept when several steps or frames need it, and otherwise streamed")
    func keepsDecoded() throws {
        let photo = Self.header(.jpeg, 6000, 4000)
        #expect(try !Self.plan(photo, 1600, 800, 400).passes[0].keepsDecoded)
        #expect(try Self.plan(photo, 1600, 1200).passes[0].keepsDecoded)
        let renditions = [Rendition(width: 5, format: .gif)]
        #expect(try RenderPlan(renditions, of: Self.header(.gif, 10, 10, frames: 2)).passes[0].keepsDecoded)
    }

    @Test("Qualities are those asked for, or the format's own")
    func quality() throws {
        let renditions = [Rendition(width: 9, format: .webp, quality: 33), Rendition(width: 9, format: .webp)]
        let plan = try RenderPlan(renditions, of: Self.header(.jpeg, 60, 40))
        #expect(plan.outputs.map(\.quality) == [33, ImageFormat.webp.defaultQuality])
    }

    @Test("A result too large for its format is scaled down")
    func formatLimit() throws {
        let plan = try RenderPlan([Rendition(format: .webp)], of: Self.header(.png, 30_000, 3000))
        #expect(plan.outputs[0].geometry.output.description == "16383x1638")
    }
}
