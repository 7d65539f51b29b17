/// The factors by which a picture is scaled along each axis, before any size is rounded.
struct GeometryScale: Hashable {
    private(set) var horizontal: Double
    private(set) var vertical: Double
    /// What remains of the rendition's dpr if there are not enough pixels or a limit is reached; for padding, offsets
    /// and effects.
    private(set) var dpr: Double

    /// The scale for `rendition` of a picture of size `base`: cropped, as displayed, both sides at least 1.
    ///
    /// Vector pictures may always be enlarged.
    init(_ rendition: Rendition, of base: PixelSize, isVector: Bool) {
        var shrink = Shrink(rendition, of: base)
        shrink.horizontal /= GeometryRounding.bounded(rendition.zoomX)
        shrink.vertical /= GeometryRounding.bounded(rendition.zoomY)
        var dpr = GeometryRounding.bounded(rendition.dpr)
        if !rendition.enlarges, !isVector {
            dpr = shrink.forbidEnlarging(dpr: dpr, keepsComposition: rendition.extend != nil)
        }
        shrink.meet(rendition.minimumWidth, rendition.minimumHeight, of: base)
        horizontal = 1 / min(shrink.horizontal / dpr, Double(base.width))
        vertical = 1 / min(shrink.vertical / dpr, Double(base.height))
        self.dpr = dpr
    }

    /// `base` scaled. Example: 6000×4000 at width 1600 is 1600×1067 (4000 × 1600/6000 = 1066.67).
    func applied(to base: PixelSize) -> PixelSize {
        PixelSize(
            width: max(1, GeometryRounding.size(base.width, times: horizontal)),
            height: max(1, GeometryRounding.size(base.height, times: vertical)))
    }

    /// Multiplies both scales and the dpr by `factor`; a side of `base` never gets shorter than a pixel.
    mutating func multiply(by factor: Double, of base: PixelSize) {
        horizontal = max(horizontal * factor, 1 / Double(base.width))
        vertical = max(vertical * factor, 1 / Double(base.height))
        dpr *= factor
    }
}

/// How many pixels of the source become one, along each axis.
private struct Shrink {
    var horizontal: Double
    var vertical: Double

    /// For the box alone.
    init(_ rendition: Rendition, of base: PixelSize) {
        let width = max(0, rendition.width ?? 0)
        let height = max(0, rendition.height ?? 0)
        horizontal = Self.ratio(base.width, to: width)
        vertical = Self.ratio(base.height, to: height)
        let fit = Self.fit(rendition.fit, base, PixelSize(width: width, height: height))
        switch fit {
        case .force: break
        case _ where width == 0: horizontal = vertical
        case _ where height == 0: vertical = horizontal
        case .fill, .fillDown: (horizontal, vertical) = Self.both(min(horizontal, vertical))
        case .fit, .auto: (horizontal, vertical) = Self.both(max(horizontal, vertical))
        }
    }

    private static func both(_ shrink: Double) -> (Double, Double) { (shrink, shrink) }

    /// 1 if the side is not requested.
    private static func ratio(_ side: Int, to asked: Int) -> Double {
        asked == 0 ? 1 : Double(side) / Double(asked)
    }

    /// `auto` fills if picture and box are both portrait or both not; a free side counts as the picture's own.
    private static func fit(_ fit: Fit, _ base: PixelSize, _ box: PixelSize) -> Fit {
        guard fit == .auto else { return fit }
        let isTall = base.width < base.height
        let boxIsTall = (box.width == 0 ? base.width : box.width) < (box.height == 0 ? base.height : box.height)
        return isTall == boxIsTall ? .fill : .fit
    }

    /// Adjusts both factors so that neither enlarges, and returns the remaining dpr.
    ///
    /// A picture that is too small anyway need not be reduced further by a dpr below 1, unless the composition on a
    /// canvas must be kept.
    mutating func forbidEnlarging(dpr: Double, keepsComposition: Bool) -> Double {
        var dpr = dpr
        let least = min(horizontal, vertical)
        if least < 1 {
            horizontal /= least
            vertical /= least
            if !keepsComposition { dpr /= least }
        }
        return min(dpr, min(horizontal, vertical))
    }

    /// Shrinks less, equally along both axes, if a side would get shorter than its minimum.
    mutating func meet(_ minimumWidth: Int?, _ minimumHeight: Int?, of base: PixelSize) {
        if let minimumWidth, minimumWidth > 0 {
            let most = Double(base.width) / Double(minimumWidth)
            if most < horizontal { (horizontal, vertical) = (most, vertical / (horizontal / most)) }
        }
        if let minimumHeight, minimumHeight > 0 {
            let most = Double(base.height) / Double(minimumHeight)
            if most < vertical { (horizontal, vertical) = (horizontal / (vertical / most), most) }
        }
    }
}
