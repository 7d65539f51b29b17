package import ImageModel

/// Looks at the colours of a picture at full resolution while they are made at half of it.
///
/// A class because it belongs to a stage; it stays on the render's thread.
package final class ColourProbe {
    /// Of the two colour differences, at full resolution.
    private let resamplers: [PlaneResampler]
    /// Two rows of each.
    private let rows: [PlaneRows]
    private let size: PixelSize
    /// Where the grid of the coarser planes begins: −1 or 0.
    private let gridTop: Int
    private var detail: ColourDetail

    /// `resamplers` make the two colour differences of a picture of `size` from the rows from which they are made at half the
    /// sides, and don't enlarge it.
    package init(_ resamplers: [PlaneResampler], of size: PixelSize, gridTop: Int) {
        self.resamplers = resamplers
        self.size = size
        self.gridTop = gridTop
        rows = resamplers.map { _ in PlaneRows(size: size, writtenWidth: size.width + 16, keeping: 2) }
        detail = ColourDetail(of: size, from: gridTop)
    }

    /// Row `row` of `plane` (1 or 2), at half the sides, can be made from `source`: so can the two at full resolution that it shows,
    /// whose kernels are narrower.
    package func look(at row: Int, of plane: Int, in source: PlaneRows) {
        let first = 2 * row + gridTop
        guard ColourDetail.looks(atPair: row), first >= 0, first + 1 < size.height else { return }
        let target = rows[plane - 1]
        target.ready = first
        resamplers[plane - 1].makeRow(of: target, from: source)
        resamplers[plane - 1].makeRow(of: target, from: source)
        unsafe detail.add(target.row(first), target.row(first + 1), width: size.width)
    }

    /// Whether 4:2:0 would lose visible detail, as far as the rows that were looked at tell.
    package var isVisible: Bool { detail.isVisible }
}
