import Codecs
package import ImageModel

/// One picture that is made in planes: a window of the source at one scale, made of the decoded planes or of a larger
/// picture.
package struct PlanarStagePlan: Sendable, Hashable, Codable {
    /// The whole of what is used of the source, resized, in stored order.
    package var scaled: PixelSize
    /// What is kept of it.
    package var window: PixelRect
    package var layout: PlaneLayout
    /// What `layout` becomes if it would lose visible detail of colours; `nil` where it is settled.
    package var finerLayout: PlaneLayout?
    /// Where the grid of the coarser planes begins, in luma samples: −1 or 0. It ends with the picture where that is
    /// shown from the other side, so that turning keeps colours where they are.
    package var gridLeft: Int
    package var gridTop: Int
    /// An earlier stage; `nil` is the decoded source.
    package var parent: Int?
    package var resampling: Resampling
    /// What becomes of its planes.
    package var product: Product
    /// The outputs that are made from it.
    package var outputs: [Int]

    /// What becomes of a stage's planes.
    package enum Product: Sendable, Hashable, Codable {
        /// Files that take planes as they are.
        case files
        /// A picture of pixels, whole and in stored order, for everything else.
        case picture
    }

    package init(_ output: RenderPlan.Output, index: Int, source: SourceHeader, planes: PlaneLayout) {
        let geometry = output.geometry
        resampling = output.rendition.resampling
        outputs = [index]
        scaled = geometry.storedScaled
        guard let file = output.filePlanes(of: source, planes) else {
            product = .picture
            window = PixelRect(left: 0, top: 0, size: scaled)
            layout = planes.finest
            (gridLeft, gridTop) = (0, 0)
            return
        }
        product = .files
        let whole = PixelRect(left: 0, top: 0, size: geometry.scaled)
        let kept = geometry.crop?.rect ?? whole
        window = geometry.orientation.inverse.applied(to: kept, in: geometry.scaled)
        layout = file.layout
        gridLeft = geometry.orientation.reversesColumns ? -(window.size.width % layout.across) : 0
        gridTop = geometry.orientation.reversesRows ? -(window.size.height % layout.down) : 0
        // An enlarged picture has no finer colours than it would have at half its sides.
        let region = geometry.sourceRegion.crop?.rect?.size ?? source.stored
        if scaled.width <= region.width, scaled.height <= region.height { finerLayout = file.finer }
    }

    /// The same at its finer layout, if it has one.
    var finer: PlanarStagePlan {
        guard let finerLayout else { return self }
        var finer = self
        finer.layout = finerLayout
        (finer.finerLayout, finer.gridLeft, finer.gridTop) = (nil, 0, 0)
        return finer
    }

    /// Whether nothing is cut off.
    package var isWhole: Bool { window.size == scaled }

    /// Whether the stage is a file, or a picture smaller than `source`.
    ///
    /// Others show what is lost in planes: coarse colours, enlarged by a kernel with lobes, get seams, where interpolation
    /// leaves them soft; colours weighted by their alpha are no longer exactly what they were.
    func shrinks(_ source: PixelSize) -> Bool {
        product == .files || scaled.width < source.width && scaled.height < source.height
    }

    /// Whether `other` is the same picture, for other outputs.
    func isSame(as other: PlanarStagePlan) -> Bool {
        var other = other
        other.outputs = outputs
        other.parent = parent
        return self == other
    }

    /// Whether `smaller` can be made of this picture without being worse for it: at least twice its sides.
    func serves(_ smaller: PlanarStagePlan) -> Bool {
        isWhole && resampling == smaller.resampling && scaled.width >= 2 * smaller.scaled.width
            && scaled.height >= 2 * smaller.scaled.height
    }

    /// The samples of `plane`.
    func size(of plane: Int) -> PixelSize { layout.size(of: plane, in: window.size) }

    /// Where the samples of `plane` lie in the same plane of a picture whose part `left`, `top`, `width` × `height` (in
    /// its luma samples) becomes `scaled`.
    func axes(
        of plane: Int, left: Double, top: Double, width: Double, height: Double, in source: PlaneLayout,
        gridLeft sourceLeft: Int = 0, gridTop sourceTop: Int = 0
    ) -> (across: PlaneResampler.Axis, down: PlaneResampler.Axis) {
        let (own, its) = (layout.factors(of: plane), source.factors(of: plane))
        let across = width / Double(scaled.width)
        let down = height / Double(scaled.height)
        // Luma has no grid of its own.
        let (isCoarse, isSourceCoarse) = (own.across > 1 || own.down > 1, its.across > 1 || its.down > 1)
        let x = Double(window.left + (isCoarse ? gridLeft : 0)) * across + left
        let y = Double(window.top + (isCoarse ? gridTop : 0)) * down + top
        return (
            PlaneResampler.Axis(
                start: (x - Double(isSourceCoarse ? sourceLeft : 0)) / Double(its.across),
                step: across * Double(own.across) / Double(its.across)),
            PlaneResampler.Axis(
                start: (y - Double(isSourceCoarse ? sourceTop : 0)) / Double(its.down),
                step: down * Double(own.down) / Double(its.down))
        )
    }
}
