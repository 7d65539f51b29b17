/// A larger picture on which the rendition is placed.
package struct Canvas: Sendable, Hashable, Codable {
    package var size: PixelSize
    /// Where the picture lies; always inside the canvas.
    package var picture: PixelRect

    package init(size: PixelSize, picture: PixelRect) {
        self.size = size
        self.picture = picture
    }
}

/// All sizes that follow from one scale, as displayed.
struct GeometryLayout: Hashable {
    /// The whole picture, resized.
    var scaled: PixelSize
    /// What remains of it after cropping to the box.
    var picture: PixelSize
    var canvas: Canvas?
    /// In pixels.
    var padding: Padding

    init(_ rendition: Rendition, of base: PixelSize, scale: GeometryScale) {
        let target = Target(rendition, dpr: scale.dpr)
        scaled = scale.applied(to: base)
        let cutsToProportions = rendition.fit == .fillDown && !rendition.enlarges
        picture = cutsToProportions ? target.proportionalPicture(in: scaled) : target.picture(in: scaled)
        canvas = Self.canvas(rendition, target, around: picture, dpr: scale.dpr)
        padding = rendition.padding.scaled(by: scale.dpr)
    }

    /// The size of the result.
    var output: PixelSize {
        let inside = canvas?.size ?? picture
        return PixelSize(
            width: inside.width + padding.left + padding.right, height: inside.height + padding.top + padding.bottom)
    }

    /// A picture extended to the box's size already has its aspect ratio, so there is never more than one canvas.
    private static func canvas(
        _ rendition: Rendition, _ target: Target, around picture: PixelSize, dpr: Double
    ) -> Canvas? {
        let gravity: Gravity
        let size: PixelSize
        if let extend = rendition.extend {
            (gravity, size) = (extend, target.canvas(around: picture))
        } else if let extend = rendition.extendAspectRatio {
            (gravity, size) = (extend, target.proportionalCanvas(around: picture))
        } else {
            return nil
        }
        guard size != picture else { return nil }
        return Canvas(size: size, picture: gravity.rect(of: picture, in: size, dpr: dpr))
    }
}

/// The box in pixels; 0 is a free side. A requested side is never less than a pixel.
private struct Target {
    let width: Int
    let height: Int

    init(_ rendition: Rendition, dpr: Double) {
        width = Self.side(rendition.width, dpr * GeometryRounding.bounded(rendition.zoomX))
        height = Self.side(rendition.height, dpr * GeometryRounding.bounded(rendition.zoomY))
    }

    private static func side(_ asked: Int?, _ factor: Double) -> Int {
        guard let asked, asked > 0 else { return 0 }
        return max(1, GeometryRounding.size(asked, times: factor))
    }

    /// The part of a picture of `scaled` that the box keeps.
    func picture(in scaled: PixelSize) -> PixelSize {
        PixelSize(
            width: width == 0 ? scaled.width : min(width, scaled.width),
            height: height == 0 ? scaled.height : min(height, scaled.height))
    }

    /// The same, but if the picture is too small for the box, the largest part that has the box's aspect ratio.
    func proportionalPicture(in scaled: PixelSize) -> PixelSize {
        guard width > 0, height > 0 else { return picture(in: scaled) }
        let (missingWidth, missingHeight) = missing(scaled)
        var kept = scaled
        if missingWidth > max(missingHeight, 1) {
            kept.height = max(1, GeometryRounding.size(scaled.width, times: Double(height) / Double(width)))
        } else if missingHeight > max(missingWidth, 1) {
            kept.width = max(1, GeometryRounding.size(scaled.height, times: Double(width) / Double(height)))
        } else {
            return picture(in: scaled)
        }
        return PixelSize(width: min(kept.width, scaled.width), height: min(kept.height, scaled.height))
    }

    /// The box, with the picture's sides for free ones.
    func canvas(around picture: PixelSize) -> PixelSize {
        PixelSize(width: max(width, picture.width), height: max(height, picture.height))
    }

    /// The smallest canvas around `picture` with the box's aspect ratio; a box with a free side has none.
    func proportionalCanvas(around picture: PixelSize) -> PixelSize {
        guard width > 0, height > 0 else { return picture }
        let (missingWidth, missingHeight) = missing(picture)
        var canvas = picture
        if missingHeight > missingWidth {
            canvas.height = GeometryRounding.size(picture.width, times: Double(height) / Double(width))
        } else if missingWidth > missingHeight {
            canvas.width = GeometryRounding.size(picture.height, times: Double(width) / Double(height))
        }
        return canvas
    }

    /// The factor by which each side of `size` would have to grow to reach the box; below 1 it already exceeds it.
    private func missing(_ size: PixelSize) -> (width: Double, height: Double) {
        (Double(width) / Double(size.width), Double(height) / Double(size.height))
    }
}

extension Padding {
    /// In pixels at `dpr`.
    fileprivate func scaled(by dpr: Double) -> Padding {
        Padding(
            top: GeometryRounding.position(max(0, top), times: dpr),
            right: GeometryRounding.position(max(0, right), times: dpr),
            bottom: GeometryRounding.position(max(0, bottom), times: dpr),
            left: GeometryRounding.position(max(0, left), times: dpr))
    }
}
