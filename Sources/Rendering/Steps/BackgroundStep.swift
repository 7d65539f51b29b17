package import Codecs
package import ImageModel

/// Puts a colour behind a picture.
package enum BackgroundStep {
    /// `image` over `colour`, which is `alpha` (0…1) opaque. At 1 the result has no alpha band. A picture without one is
    /// left as it is. 8 or 16 bits a sample stay.
    ///
    /// Porter and Duff's "over": alpha a over b is a + b·(1 − a), colours weighted by theirs.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(
        _ image: consuming Image, colour: Colour, alpha: Double = 1
    ) throws(CodecError) -> Image {
        guard image.hasAlpha, alpha > 0 else { return image }
        let coloured = colour.isGrey ? image : try image.asRGBOfSameDepth()
        guard alpha < 1 else {
            return try coloured.flattened(red: colour.red, green: colour.green, blue: colour.blue)
        }
        let samples = coloured.colourBands == 1 ? [Double(colour.red)] : colour.samples
        let factor = coloured.level(1)
        let levels = (samples + [(alpha * 255).rounded()]).map { $0 * factor }
        let background = try Image.constant(levels, like: coloured)
        return try background.composited(with: coloured, left: 0, top: 0)
    }
}
