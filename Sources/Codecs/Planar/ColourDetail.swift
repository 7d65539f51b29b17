internal import CResampler
package import ImageModel

/// Whether the colours of a picture have detail that is lost when they are stored at half the sides (4:2:0): what
/// `subsample: auto` measures.
///
/// Looked at are blocks of 2 × 2 samples of the two colour differences at full resolution, in one of eight pairs of rows. What is drawn
/// (text, lines, charts, screenshots) changes its colours from one sample to the next, and hardly anywhere else; in a photograph most
/// changes are slight. So the edges are compared with all changes. Measured on 56 photographs at 1600, 800, 400 and 200 pixels:
/// edges are at most 17.5 % of the changes below 400 pixels, and 10 % from there on. In drawn pages they are 37 % (thin text in the
/// pale colours of an editor) to 94 % (red text on blue), 20 % and more at 0.8 of the size; the editor falls below the line at 0.6,
/// where 4:2:0 loses about a decibel. The size of the changes alone does not tell the two apart.
package struct ColourDetail: Sendable {
    /// Whether pair `pair` of rows is looked at: one of each eight, and each time another one, so that it isn't always what is between
    /// two lines of text.
    package static func looks(atPair pair: Int) -> Bool { pair % 8 == pair / 8 * 5 % 8 }

    /// Levels from which a block counts as changing, and as an edge between colours.
    static let (change, edge) = (4, 24)
    /// The percentage of changing blocks that are edges, from which the picture counts as drawn.
    static let drawnPercentage = 18
    /// So many of a thousand blocks are edges at least: fewer are not worth the bytes.
    static let leastEdges = 1

    private var counts = [UInt32](repeating: 0, count: 256)
    /// Blocks that have not been looked at.
    private var missing: Int
    private let total: Int

    /// Nothing yet of a picture of `size`, whose pairs of rows begin at row `top`: −1 or 0.
    package init(of size: PixelSize, from top: Int = 0) {
        let pairs = stride(from: top, to: size.height - 1, by: 2).enumerated()
            .count { Self.looks(atPair: $0.offset) && $0.element >= 0 }
        total = 2 * pairs * max(0, size.width - 1)
        missing = total
    }

    /// Adds two rows of one of the colour differences, of `width` samples.
    @safe mutating func add(_ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, width: Int) {
        unsafe ps_count_differences(upper, lower, Int32(clamping: width), &counts)
        missing -= max(0, width - 1)
    }

    /// Whether there is such detail, whatever the rest of the picture is like.
    package var isVisible: Bool {
        let edges = counts[Self.edge...].reduce(0) { $0 + Int($1) }
        let changes = counts[Self.change...].reduce(0) { $0 + Int($1) } + missing
        return edges > 0 && edges * 100 >= changes * Self.drawnPercentage && edges * 1000 >= total * Self.leastEdges
    }
}
