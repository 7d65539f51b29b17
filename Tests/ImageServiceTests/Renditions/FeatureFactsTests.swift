import Codecs
import ImageModel
import Rendering
import TestSupport
import Testing

/// Takes option texts through grammar, plan and renderer, and compares with what an independent implementation makes of
/// them: sizes, frames and delays exactly, each frame's content by an 8 × 8 grid.
///
/// Watermarks of another place, opacity or scale differ by 15 levels and more in a cell; other crops, pages, frames and
/// grounds by 50 and more.
@Suite(.computing) struct FeatureFactsTests {
    /// How far a grid may be from another, in levels.
    struct Tolerance {
        var mean: Double
        /// Of one sample of one cell.
        var maximum: Double

        /// Measured up to 0.49 (grounds of which a share shows) and 5 (edges of a drawing).
        static let lossless = Tolerance(mean: 0.6, maximum: 6)
        /// JPEG at quality 95, and GIF, whose palette is made anew: measured up to 0.77 and 6.
        static let lossy = Tolerance(mean: 1, maximum: 8)

        static func of(_ row: FeatureFactsRow) -> Tolerance {
            row.format == .jpeg || row.format == .gif ? lossy : lossless
        }

        func allows(_ distance: ContentGrid.Distance) -> Bool {
            distance.mean <= mean && distance.maximum <= maximum
        }
    }

    @Test("The facts are there")
    func table() {
        let counts = Dictionary(grouping: FeatureFactsRow.all, by: \.feature).mapValues(\.count)
        #expect(
            counts == [
                "watermark": 54, "crop_aspect_ratio": 26, "smart": 8, "animation": 24, "svg": 8,
                "max_result_dimension": 14, "chain": 16, "page": 4, "pages": 6, "background_alpha": 16,
            ])
    }

    @Test("Each feature does what an independent implementation makes of it", arguments: FeatureFactsRow.all)
    func feature(row: FeatureFactsRow) throws {
        let image = try row.rendered()
        #expect(image.format == row.format)
        #expect(image.size == row.size)
        #expect(image.frames == row.grids.count)
        let frames = try PixelBuffer.frames(of: image)
        #expect(frames[0].hasTransparency == row.hasAlpha)
        for (frame, grid) in zip(frames, row.grids) {
            let distance = ContentGrid(frame).distance(to: grid)
            #expect(Tolerance.of(row).allows(distance), "\(distance)")
        }
        guard !row.delays.isEmpty else { return }
        let delays = try image.delays()
        #expect(delays == row.delays)
    }

    @Test("The comparison finds a watermark that is missing", arguments: FeatureFactsRow.all.filter { $0.isMarked })
    func missingWatermark(row: FeatureFactsRow) throws {
        let frames = try PixelBuffer.frames(of: try row.rendered(without: .watermark))
        #expect(!Tolerance.of(row).allows(ContentGrid(frames[0]).distance(to: row.grids[0])))
    }

    @Test(
        "The comparison finds frames in the wrong order", arguments: FeatureFactsRow.all.filter { $0.grids.count > 1 })
    func wrongFrame(row: FeatureFactsRow) {
        for (grid, next) in zip(row.grids, row.grids.dropFirst()) {
            #expect(!Tolerance.of(row).allows(grid.distance(to: next)))
        }
    }

    @Test("The comparison finds a limit that is not kept", arguments: FeatureFactsRow.all.filter { $0.limit > 0 })
    func missingLimit(row: FeatureFactsRow) throws {
        let free = try row.rendered(without: .limit).size
        #expect(max(free.width, free.height) <= row.limit || free != row.size)
    }

    @Test("Rows of one feature that ask for something else are told apart")
    func differences() {
        for (index, row) in FeatureFactsRow.all.enumerated() {
            for other in FeatureFactsRow.all[..<index] where other.isComparable(with: row) {
                let distance = other.grids[0].distance(to: row.grids[0])
                #expect(!Tolerance.of(row).allows(distance), "\(row.options) and \(other.options): \(distance)")
            }
        }
    }
}
