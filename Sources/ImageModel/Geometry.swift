/// Every size and place on the way from a source to one rendition, in whole pixels, in the order of the steps: cut the
/// source, resize, put upright, cut to the box, put on a canvas, pad.
///
/// Known before any pixel is. Only where a crop is `smart` its place is told by the pixels later; its size is known.
package struct Geometry: Sendable, Hashable, Codable {
    /// Which pixels of the source are used, as they are stored.
    package var sourceRegion: SourceRegion
    /// The same cut as it lies in the upright source; `nil` is all of it.
    package var sourceCrop: CropArea?
    /// What is used of the source, upright.
    package var cropped: PixelSize
    /// `cropped`, resized.
    package var scaled: PixelSize
    /// What is done to the resized pixels: the source's orientation, the quarter turns and the flips in one.
    package var orientation: Orientation
    /// What is kept of `scaled`; `nil` keeps all of it.
    package var crop: CropArea?
    /// `nil`: the picture is not extended.
    package var canvas: Canvas?
    /// Around everything else.
    package var padding: Padding
    /// What pixel counts of effects and watermarks are multiplied by: the rendition's dpr, less where pixels are missing
    /// or a limit is met.
    package var dpr: Double
    /// The size of the rendition.
    package var output: PixelSize

    /// `scaled` in the order in which pixels are stored.
    package var storedScaled: PixelSize { orientation.applied(to: scaled) }

    /// The geometry of `rendition` for a source whose pixels are `stored`, with `orientation` in its metadata.
    ///
    /// For a chain of renditions, each one's source is the upright output of the one before. When borders are trimmed,
    /// `stored` is what the trim left (and no longer vector).
    ///
    /// A side of the result that would pass `maximumSide` (the format's) or `maximumResultSide` (0 is off) is met by
    /// shrinking scale and dpr alike, before anything is resized; nothing gets shorter than a pixel.
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

    /// What is cut out of the source. The cut is made before the pixels are put upright, so its gravity is turned back.
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

    /// The sizes within `longest`, and the dpr that is left.
    ///
    /// Three rounded numbers (padding, picture, padding) can be a pixel too long after the first time. A scale that
    /// shrinks each time meets any limit in the end, since one pixel without padding does.
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
