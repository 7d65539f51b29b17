/// Every size and position on the way from a source to one rendition, in whole pixels, in the order of the steps: crop
/// the source, resize, rotate upright, crop to the box, place on a canvas, pad.
///
/// Known before any pixel is decoded. Only the position of a `smart` crop is determined later, by the pixels; its size
/// is known.
package struct Geometry: Sendable, Hashable, Codable {
    /// Which pixels of the source are used, as they are stored.
    package var sourceRegion: SourceRegion
    /// The same crop in the coordinates of the upright source; `nil` means all of it.
    package var sourceCrop: CropArea?
    /// The size of the used part of the source, upright.
    package var cropped: PixelSize
    /// The size of that part once resized.
    package var scaled: PixelSize
    /// The transformation of the resized pixels: the source's orientation, the quarter turns and the flips combined.
    package var orientation: Orientation
    /// The part of `scaled` that is kept; `nil` keeps all of it.
    package var crop: CropArea?
    /// `nil`: the picture is not extended.
    package var canvas: Canvas?
    /// Around everything else.
    package var padding: Padding
    /// The factor for pixel counts of effects and watermarks: the rendition's dpr, or less if there are not enough
    /// pixels or a limit is reached.
    package var dpr: Double
    /// The size of the rendition.
    package var output: PixelSize

    /// `scaled` in the order in which pixels are stored.
    package var storedScaled: PixelSize { orientation.applied(to: scaled) }

    /// The geometry of `rendition` for a source whose pixels are `stored`, with `orientation` in its metadata.
    ///
    /// In a chain of renditions, the source of each is the upright output of the previous one. If borders are trimmed,
    /// `stored` is the size after trimming (and no longer that of a vector image).
    ///
    /// If a side of the result would exceed `maximumSide` (the format's) or `maximumResultSide` (0 is off), scale and
    /// dpr are reduced alike, before anything is resized; no side gets shorter than a pixel.
    package init(
        _ rendition: Rendition, stored: PixelSize, orientation: Orientation = .upright, isVector: Bool = false,
        maximumSide: Int = .max, maximumResultSide: Int = 0
    ) {
        let total = rendition.orientation(ofStored: orientation)
        let stored = PixelSize(width: max(1, stored.width), height: max(1, stored.height))
        let region = Self.region(rendition, stored, orientation, total)
        self.orientation = total
        sourceRegion = region
        sourceCrop = region.crop?.turned(by: total, in: stored)
        cropped = total.applied(to: region.crop?.size ?? stored)
        let longest = max(1, maximumResultSide > 0 ? min(maximumSide, maximumResultSide) : maximumSide)
        let (layout, dpr) = Self.layout(rendition, of: cropped, isVector: isVector, longest: longest)
        scaled = layout.scaled
        crop = .area(
            layout.picture, in: layout.scaled, gravity: PlaneGravity(rendition.gravity),
            isSmart: rendition.gravity.anchor == .smart, dpr: dpr)
        canvas = layout.canvas
        padding = layout.padding
        self.dpr = dpr
        output = layout.output
    }

    /// The geometry of a plain rendition of `width` × `height` (either may be absent) for an upright source.
    package init(
        source: PixelSize, width: Int?, height: Int?, fit: Fit, enlarges: Bool = false, maximumSide: Int = .max
    ) {
        var rendition = Rendition(width: width, height: height, fit: fit)
        rendition.enlarges = enlarges
        self.init(rendition, stored: source, maximumSide: maximumSide)
    }

    /// The crop of the source. It happens before the pixels are rotated upright, so its gravity is rotated back.
    private static func region(
        _ rendition: Rendition, _ stored: PixelSize, _ orientation: Orientation, _ total: Orientation
    ) -> SourceRegion {
        var region = SourceRegion(page: rendition.page, pages: rendition.pages, trim: rendition.trim)
        guard let crop = rendition.crop else { return region }
        let size = total.applied(to: crop.size(in: total.applied(to: stored)))
        let gravity = crop.gravity ?? rendition.gravity
        let plane = PlaneGravity(gravity).beforeTurns(of: rendition)
        region.crop = .area(
            size, in: stored, gravity: rendition.autoRotates ? plane.before(orientation) : plane,
            isSmart: gravity.anchor == .smart, dpr: 1)
        return region
    }

    /// The sizes within `longest`, and the remaining dpr.
    ///
    /// The sum of three rounded numbers (padding, picture, padding) may still be a pixel too long after the first
    /// attempt. Reducing the scale each time meets any limit in the end, since one pixel without padding does.
    private static func layout(
        _ rendition: Rendition, of base: PixelSize, isVector: Bool, longest: Int
    ) -> (GeometryLayout, dpr: Double) {
        var scale = GeometryScale(rendition, of: base, isVector: isVector)
        var layout = GeometryLayout(rendition, of: base, scale: scale)
        while max(layout.output.width, layout.output.height) > longest {
            scale.multiply(
                by: Double(longest) / Double(max(layout.output.width, layout.output.height)), of: base)
            layout = GeometryLayout(rendition, of: base, scale: scale)
        }
        return (layout, scale.dpr)
    }
}
