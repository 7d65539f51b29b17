package import Codecs
package import ImageModel

/// Puts a picture on a larger canvas.
package enum CanvasStep {
    /// What shows around the picture.
    package enum Fill: Sendable, Hashable {
        case transparent
        case opaque(Colour)
    }

    /// `image` on a canvas of `size`, its corner at column `left`, row `top`; what hangs over is cut off. A transparent
    /// fill gives the picture alpha; a fill of a colour makes a grey picture sRGB. 8 or 16 bits a sample stay.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(
        _ image: consuming Image, size: PixelSize, left: Int, top: Int, fill: Fill
    ) throws(CodecError) -> Image {
        guard image.size != size || left != 0 || top != 0 else { return image }
        switch fill {
        case .transparent:
            let clear = try image.withAlpha()
            let background = [Double](repeating: 0, count: clear.bands)
            return try clear.embedded(in: size, left: left, top: top, background: background)
        case .opaque(let colour):
            let coloured = colour.isGrey ? image : try image.asRGBOfSameDepth()
            let samples = coloured.colourBands == 1 ? [Double(colour.red)] : colour.samples
            let factor = coloured.level(1)
            let background = (coloured.hasAlpha ? samples + [255] : samples).map { $0 * factor }
            return try coloured.embedded(in: size, left: left, top: top, background: background)
        }
    }
}
