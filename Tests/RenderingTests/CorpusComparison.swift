import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// Compares renditions of a picture with what independent decoders saw in it.
///
/// Distances are means over an 8 × 8 grid, in levels. Photographs that are shown in a wrong orientation are 15 and more
/// apart; and whatever the colours, no other orientation may be nearer.
struct CorpusComparison {
    /// Two decoders round differently: measured up to 0.41 over the corpus.
    static let exact = 0.8
    /// Lanczos rings, and a grid over some ten pixels a cell sees where the edges of pixels fall.
    static let resized = 4.0
    /// Resized, and written with loss.
    static let lossy = 5.0
    /// CMYK is brought to sRGB with black point compensation, which the facts lack: measured up to 10.9 in dark pictures.
    /// What decoders may take differently (CMYK without profile, damage): up to 16.3.
    static let loose = 17.0

    private let facts: CorpusFacts
    private let header: SourceHeader

    init(_ facts: CorpusFacts, header: SourceHeader) {
        self.facts = facts
        self.header = header
    }

    private var isLoose: Bool { facts.colour == .loose || header.colour == .cmyk }

    /// A PNG of the picture's own size, or scaled to a width.
    func checkLarge(_ image: RenderedImage, isScaled: Bool) throws {
        let pixels = try checkedPixels(image, .png)
        let height = isScaled ? (2 * image.size.width * facts.height + facts.width) / (2 * facts.width) : facts.height
        #expect(image.size.width == (isScaled ? image.size.width : facts.width))
        #expect(image.size.height == height)
        let isTransparent = pixels.hasAlpha && pixels.ranges[pixels.bands - 1].lowerBound < 255
        #expect(isTransparent == facts.hasAlpha || facts.frames > 1)
        try check(ContentGrid(pixels), within: Self.exact)
        if let first = facts.first { #expect(ContentGrid(pixels).orientation(nearestTo: first) == 1) }
    }

    /// PNG at width 100, PNG filling 100 × 60, JPEG at width 64.
    func checkSmall(_ images: [RenderedImage]) throws {
        let fitted = try checkedPixels(images[0], .png)
        #expect(fitted.width == side(100, facts.width))
        try check(ContentGrid(fitted), within: Self.resized)
        let filled = try checkedPixels(images[1], .png)
        #expect(filled.width <= 100 && filled.height <= 60)
        #expect(filled.width == side(100, facts.width) && filled.height == side(60, facts.height))
        let photograph = try checkedPixels(images[2], .jpeg)
        #expect(photograph.width == side(64, facts.width))
        guard let first = facts.first else { return }
        let distance = ContentGrid(photograph).distance(to: first.onWhite).mean
        #expect(distance <= (isLoose ? Self.loose : Self.lossy), "JPEG")
    }

    /// A side of the result: only drawings are enlarged.
    private func side(_ asked: Int, _ own: Int) -> Int { header.isVector ? asked : min(asked, own) }

    private func checkedPixels(_ image: RenderedImage, _ format: ImageFormat) throws -> PixelBuffer {
        #expect(image.format == format)
        let pixels = try PixelBuffer(decoding: image)
        #expect(PixelSize(width: pixels.width, height: pixels.height) == image.size)
        return pixels
    }

    private func check(_ seen: ContentGrid, within tolerance: Double) throws {
        guard let first = facts.first else { return }
        let distance = seen.distance(to: first).mean
        #expect(distance <= (isLoose ? Self.loose : tolerance), "\(distance) levels apart")
    }
}
