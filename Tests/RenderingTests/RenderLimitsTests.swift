import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct RenderLimitsTests {
    private static func check(
        _ format: ImageFormat, _ width: Int, _ height: Int, frames: Int = 1, limits: RenderLimits = RenderLimits(),
        as output: Rendition = Rendition(width: 10)
    ) -> RenderError? {
        let header = SourceHeader(format: format, stored: PixelSize(width: width, height: height), frames: frames)
        do {
            _ = try RenderPlan([output], of: header, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test("A source at the limit is rendered, one above it is not")
    func pixels() {
        let limits = RenderLimits(maximumPixels: 600)
        #expect(Self.check(.png, 30, 20, limits: limits) == nil)
        #expect(Self.check(.png, 601, 1, limits: limits)?.code == .overLimit)
    }

    @Test("The message names the limit and what the source has")
    func message() throws {
        let error = try #require(Self.check(.png, 50_000, 50_000))
        #expect(error.message.contains("50000x50000"))
        #expect(error.message.contains("2500 megapixels"))
        #expect(error.message.contains("100 megapixels"))
        #expect(Self.check(.png, 12_345, 10_000)?.message.contains("123.5 megapixels") == true)
    }

    @Test("Sizes whose product overflows are over every limit")
    func overflow() {
        #expect(Self.check(.png, .max, .max)?.code == .overLimit)
    }

    @Test("The frames of an animation count together, where they are rendered")
    func animations() {
        let gif = Rendition(width: 10, format: .gif)
        #expect(Self.check(.gif, 1000, 1000, frames: 200, as: gif) == nil)
        #expect(Self.check(.gif, 1000, 1000, frames: 201, as: gif)?.code == .overLimit)
        #expect(Self.check(.gif, 1000, 1000, frames: 201, as: Rendition(width: 10, format: .jpeg)) == nil)
        #expect(Self.check(.gif, 600, 600, frames: 100_000, as: gif) == nil)
    }

    @Test("A drawing's own size has no limit, the size that it is drawn at has")
    func drawings() {
        #expect(Self.check(.svg, 100_000, 100_000) == nil)
        #expect(Self.check(.svg, 100, 100, as: Rendition(width: 9000)) == nil)
        #expect(Self.check(.svg, 100, 100, as: Rendition(width: 11_000))?.code == .overLimit)
        #expect(Self.check(.svg, 100_000, 100_000, as: Rendition())?.code == .overLimit)
    }
}
