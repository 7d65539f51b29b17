import Codecs
import ImageModel

/// A picture whose part of the source only pixels could tell: trimmed, or cut where it is busiest; or the next one of a
/// chain. Resized, and with the geometry of what follows.
struct PreparedPicture {
    let picture: Picture
    let geometry: Geometry

    /// `image` is in stored order, in memory, and in the colours of a screen.
    init(
        _ image: consuming Image, _ rendition: Rendition, orientation: Orientation, maximumSide: Int,
        limits: RenderLimits
    ) throws(CodecError) {
        var part = try image.same()
        if let trim = rendition.trim { part = try part.cropped(to: try TrimStep.box(in: part, trim)) }
        geometry = Geometry(
            rendition, stored: part.size, orientation: orientation, maximumSide: maximumSide,
            maximumResultSide: limits.maximumResultSide)
        guard max(geometry.scaled.pixels, geometry.output.pixels) <= limits.maximumPixels else {
            throw CodecError(.unencodable, detail: "the result would need \(geometry.scaled) pixels")
        }
        part = try ResultCropStep.apply(part, geometry.sourceRegion.crop)
        let resized = try ResizeStep.apply(
            part, size: geometry.storedScaled, rendition.resampling, mixing: rendition.mixing)
        picture = Picture(try resized.copiedToMemory())
    }

    /// The picture of an output that searches its part of `decoded`.
    init(_ output: RenderPlan.Output, plan: RenderPlan, in decoded: borrowing Image) throws(CodecError) {
        let keepsDepth = PixelTreatment(output).keepsDepth && decoded.sampleBytes == 2
        let shown = try keepsDepth ? decoded.convertedToSRGB16() : decoded.convertedToSRGB()
        try self.init(
            try shown.copiedToMemory(), output.rendition, orientation: plan.source.orientation,
            maximumSide: output.rendition.followedBy.isEmpty ? output.format.maximumSide : .max,
            limits: plan.limits)
    }
}
