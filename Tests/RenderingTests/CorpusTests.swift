import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// Takes every picture of the manifests through a size list, and compares with what independent decoders saw.
@Suite(.computing) struct CorpusTests {
    private static let smallSizes = [
        Rendition(width: 100, format: .png), Rendition(width: 100, height: 60, fit: .fill, format: .png),
        Rendition(width: 64, format: .jpeg, quality: 90),
    ]

    /// Pictures above this many pixels are compared at `largeWidth`: writing all of them as PNG takes minutes.
    private static let largePixels = 4_000_000
    private static let largeWidth = 1600

    /// Opaque pictures with frames that leave the background behind: libvips clears to the background colour, as GIF89a
    /// has it, Pillow to black, browsers to nothing.
    private static let backgrounds: Set = ["gif/pil-dispose_bgnd.gif"]

    @Test("The manifests and facts are there")
    func manifests() {
        #expect(CorpusRow.all.count { $0.folder == RepositoryFiles.fixtures } > 20)
        let unseen = CorpusRow.all.filter { $0.outcome == .ok && $0.facts == nil }
        // High dynamic range: no decoder's way to 8 bits is the right one.
        #expect(unseen.map(\.path).filter { $0 != "jxl/libjxl-pq_gradient.jxl" } == [])
    }

    @Test("Each picture ends as its manifest says, and shows what other decoders see", arguments: CorpusRow.all)
    func picture(row: CorpusRow) throws {
        let bytes = try row.bytes()
        let isLarge = row.facts.map { $0.width * $0.height > Self.largePixels } ?? false
        let first = Rendition(width: isLarge ? Self.largeWidth : nil, format: .png)
        let result: RenderResult
        do {
            result = try render(bytes, [first] + Self.smallSizes)
        } catch {
            #expect(row.outcome != .ok, "\(error)")
            #expect(error.code != .failed, "\(error)")
            return
        }
        #expect(row.outcome != .rejected, "It was rendered as \(result.images[0].size).")
        #expect(result.measurements.decodes == 1)
        guard let facts = row.facts, facts.colour != .none else { return }
        let header = try Renderer.header(of: bytes)
        #expect(header.upright == PixelSize(width: facts.width, height: facts.height))
        #expect(header.frames == facts.frames || facts.frames > RenderLimits().maximumFrames)
        let comparison = CorpusComparison(facts, header: header)
        try comparison.checkLarge(result.images[0], isScaled: isLarge)
        try comparison.checkSmall(Array(result.images.dropFirst()))
    }

    @Test("Each animation keeps its frames, delays and repetitions", arguments: CorpusRow.all.filter(\.isAnimation))
    func animation(row: CorpusRow) throws {
        let facts = try #require(row.facts)
        let result = try render(row.bytes(), [Rendition(width: 64, format: .webp, quality: 95)])
        let file = result.images[0].fileBytes
        let written = try #require(AnimationFile(file))
        // No delay is 100 ms, as browsers show it.
        #expect(written.delays == facts.delays.map { $0 == 0 ? 100 : $0 })
        #expect(written.plays == facts.plays ?? 1)
        guard !Self.backgrounds.contains(row.path) else { return }
        let frames = try PixelBuffer(decoding: file, frames: facts.frames)
        let height = frames.height / facts.frames
        let last = frames.cropped(left: 0, top: frames.height - height, width: frames.width, height: height)
        let expected = try #require(facts.last)
        #expect(ContentGrid(last).onWhite.distance(to: expected.onWhite).mean < CorpusComparison.lossy)
    }

    @Test("The comparison finds every wrong orientation", arguments: 2...8)
    func wrongOrientation(tag: Int) throws {
        let row = try #require(CorpusRow.all.first { $0.path == "jpeg/orientation-6.jpg" })
        let expected = try #require(row.facts?.first)
        let seen = ContentGrid(try renderedPixels(row.bytes()))
        #expect(seen.distance(to: expected).mean <= CorpusComparison.exact)
        #expect(seen.orientation(nearestTo: expected) == 1)
        #expect(seen.upright(from: tag).distance(to: expected).mean > 2 * CorpusComparison.lossy)
        #expect(seen.upright(from: tag).orientation(nearestTo: expected) != 1)
    }
}
