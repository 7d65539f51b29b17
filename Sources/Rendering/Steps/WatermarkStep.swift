package import Codecs
package import ImageModel

/// Lays a picture over another.
package enum WatermarkStep {
    /// Where the watermark goes, in pixels.
    package enum Placement: Sendable, Hashable {
        /// Its corner; it may hang over any edge.
        case at(left: Int, top: Int)
        /// Again and again with gaps between, one of them in the middle.
        case tiled(gapX: Int, gapY: Int)
    }

    /// `image` with `overlay`, an 8-bit sRGB or grey picture of the size to show, over it; the overlay's alpha times
    /// `opacity` (0…1). The result has an alpha band if `image` has one, and as many bits a sample. Call it once a frame: the overlay is read anew each time,
    /// so it should be in memory.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(
        _ image: consuming Image, overlay: borrowing Image, opacity: Double, placement: Placement
    ) throws(CodecError) -> Image {
        guard opacity > 0 else { return image }
        let isGrey = image.colourBands == 1 && overlay.colourBands == 1
        let base = isGrey ? image : try image.asRGBOfSameDepth()
        var mark = try faded(isGrey ? try overlay.same() : try overlay.asRGB(), opacity)
        if base.sampleBytes == 2 { mark = try mark.with16Bits() }
        let result: Image
        switch placement {
        case .at(let left, let top):
            result = try base.composited(with: mark, left: left, top: top)
        case .tiled(let gapX, let gapY):
            let tiles = try tiled(mark, over: base.size, gapX: max(gapX, 0), gapY: max(gapY, 0))
            result = try base.composited(with: tiles, left: 0, top: 0)
        }
        return base.hasAlpha ? result : try result.bands(from: 0, count: base.bands)
    }

    /// The size to show a watermark of `size` in: as large as fits into `scale` of the picture's sides, also if that
    /// enlarges it; its own for a scale of 0.
    package static func shownSize(of size: PixelSize, in picture: PixelSize, scale: Double) -> PixelSize {
        guard scale > 0 else { return size }
        let box = (
            width: max(1, (Double(picture.width) * scale).rounded(.toNearestOrEven)),
            height: max(1, (Double(picture.height) * scale).rounded(.toNearestOrEven))
        )
        let factor = min(box.width / Double(size.width), box.height / Double(size.height))
        return PixelSize(
            width: max(1, Int((Double(size.width) * factor).rounded())),
            height: max(1, Int((Double(size.height) * factor).rounded())))
    }

    private static func faded(_ mark: consuming Image, _ opacity: Double) throws(CodecError) -> Image {
        let clear = try mark.withAlpha()
        guard opacity < 1 else { return clear }
        let factors = [Double](repeating: 1, count: clear.colourBands) + [opacity]
        let nothing = [Double](repeating: 0, count: clear.bands)
        let faded = try clear.scaled(by: factors, plus: nothing).rounded()
        return clear.bands == 4 ? try faded.meantAsSRGB() : faded
    }

    /// A picture of `size` full of marks: each in a cell with half of the gap on the left and above, and a cell in the
    /// middle.
    private static func tiled(
        _ mark: borrowing Image, over size: PixelSize, gapX: Int, gapY: Int
    ) throws(CodecError) -> Image {
        // A gap beyond the picture shows the middle mark alone, whatever it is.
        let gaps = (x: min(gapX, 2 * size.width), y: min(gapY, 2 * size.height))
        let cell = PixelSize(width: mark.size.width + gaps.x, height: mark.size.height + gaps.y)
        let tile = try CanvasStep.apply(
            try mark.same(), size: cell, left: gaps.x / 2, top: gaps.y / 2, fill: .transparent
        ).copiedToMemory()
        let across = oddCount(covering: size.width, by: cell.width)
        let down = oddCount(covering: size.height, by: cell.height)
        let left = (across * cell.width - size.width) / 2
        let top = (down * cell.height - size.height) / 2
        return try tile.replicated(across: across, down: down)
            .cropped(to: PixelRect(left: left, top: top, size: size))
    }

    /// How many cells cover a side, so that one is in the middle.
    private static func oddCount(covering side: Int, by cell: Int) -> Int {
        let count = (side + cell - 1) / cell
        return count.isMultiple(of: 2) ? count + 1 : count
    }
}
