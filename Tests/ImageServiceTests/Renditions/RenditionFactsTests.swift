import Codecs
import ImageModel
import Rendering
import TestSupport
import Testing

/// Takes option texts through grammar, plan and renderer, and compares with what an independent implementation makes of
/// them: sizes exactly, content by an 8 × 8 grid.
///
/// The pictures in `transform` are made so that every fault shows: where they fill the result, a shift by a pixel is 1.5
/// levels and more of the grid's mean; where they are small on a canvas, some cells tell.
@Suite(.computing) struct RenditionFactsTests {
    /// How far a grid may be from another, in levels.
    struct Tolerance {
        var mean: Double
        /// Of one sample of one cell.
        var maximum = 255.0

        /// Two ways to round, and two ways to continue edges while resizing: measured up to 0.45, and 4 in a cell.
        static let lossless = Tolerance(mean: 0.6, maximum: 4.5)
        /// A JPEG is halved while it is decoded, by means in place of Lanczos: measured up to 0.50, and 5 in a cell.
        static let shrunkOnLoad = Tolerance(mean: 0.75, maximum: 7)
        /// JPEG, AVIF and JPEG XL at quality 95, GIF with its palette: measured up to 0.95.
        static let lossy = Tolerance(mean: 1.25)
        /// WebP keeps colours at half the size, which shows where a picture's edges are hard: measured up to 4.0.
        static let halvedColours = Tolerance(mean: 4.5)
        /// An effect adds its own rounding: measured up to 0.34, and 4 in a cell.
        static let effect = Tolerance(mean: 0.5, maximum: 6)

        static func rendition(_ row: RenditionFactsRow) -> Tolerance {
            if row.isLossless { return row.source.hasSuffix(".jpg") ? shrunkOnLoad : lossless }
            return row.format == .webp ? halvedColours : lossy
        }

        func allows(_ distance: ContentGrid.Distance) -> Bool {
            distance.mean <= mean && distance.maximum <= maximum
        }
    }

    private static let renditions = RenditionFactsRow.rows(of: "rendition-facts.csv")
    private static let effects = RenditionFactsRow.rows(of: "effect-facts.csv")
    /// Rows in which a fault of a pixel must be found.
    private static let sensitive = renditions.filter {
        $0.source == "transform/markers.png" && $0.isLossless
    }

    @Test("The facts are there")
    func tables() {
        #expect(Self.renditions.count >= 900)
        #expect(Self.effects.count >= 60)
        #expect(Self.sensitive.count >= 100)
    }

    @Test("Each rendition is what an independent implementation makes of the options", arguments: renditions)
    func rendition(row: RenditionFactsRow) throws {
        try check(row, within: .rendition(row))
    }

    @Test("Each effect does what its definition says", arguments: effects)
    func effect(row: RenditionFactsRow) throws {
        try check(row, within: .effect)
    }

    @Test("The comparison finds a shift by one pixel in each direction", arguments: sensitive)
    func shift(row: RenditionFactsRow) throws {
        let pixels = try PixelBuffer(decoding: try row.rendered())
        for (right, down) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
            let distance = ContentGrid(pixels.shifted(right: right, down: down)).distance(to: row.grid)
            #expect(!Tolerance.lossless.allows(distance), "\(right) to the right and \(down) down: \(distance)")
        }
    }

    @Test("The comparison finds every wrong turn and mirroring", arguments: sensitive)
    func wrongOrientation(row: RenditionFactsRow) throws {
        let seen = ContentGrid(try PixelBuffer(decoding: try row.rendered()))
        for tag in 2...8 {
            let distance = seen.upright(from: tag).distance(to: row.grid)
            #expect(!Tolerance.lossless.allows(distance), "orientation \(tag): \(distance)")
        }
    }

    @Test("The comparison finds a flip that nobody asked for", arguments: sensitive)
    func unwantedFlip(row: RenditionFactsRow) throws {
        guard !row.options.contains("fl:") else { return }
        for flip in ["/fl:1:0", "/fl:0:1"] {
            let seen = ContentGrid(try PixelBuffer(decoding: try row.rendered(more: flip)))
            #expect(!Tolerance.lossless.allows(seen.distance(to: row.grid)), "\(flip)")
        }
    }

    private func check(_ row: RenditionFactsRow, within tolerance: Tolerance) throws {
        let image = try row.rendered()
        #expect(image.format == row.format)
        #expect(image.size == row.size)
        let pixels = try PixelBuffer(decoding: image)
        #expect(PixelSize(width: pixels.width, height: pixels.height) == row.size)
        #expect((pixels.hasAlpha && pixels.ranges[pixels.bands - 1].lowerBound < 255) == row.hasAlpha)
        let distance = ContentGrid(pixels).distance(to: row.grid)
        #expect(tolerance.allows(distance), "\(distance)")
    }
}

extension PixelBuffer {
    /// The content moved; edges continue.
    fileprivate func shifted(right: Int, down: Int) -> PixelBuffer {
        rearranged(width: width, height: height) { column, row in
            (min(max(column - right, 0), width - 1), min(max(row - down, 0), height - 1))
        }
    }
}
