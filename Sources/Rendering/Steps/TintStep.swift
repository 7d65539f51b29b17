package import Codecs
package import ImageModel

/// Exchanges a picture's colours by a scale that follows its lightness: monochrome and duotone.
package enum TintStep {
    /// `image` in shades of one colour: black, over the colour at middle lightness, to white. Alpha stays.
    ///
    /// With lightness L (0…1) and colour C a band is 2·L·C up to the middle, then 1 − 2·(1 − L)·(1 − C): "hard light" of
    /// W3C Compositing Level 1, §9.1.9. The result is mixed with the picture by the intensity (0…1).
    /// Example: (128, 128, 128) with the colour (255, 0, 0) at full intensity is (255, 1, 1).
    ///
    /// - Throws: `operationFailed`.
    package static func apply(
        _ image: consuming Image, _ monochrome: Effects.Monochrome?
    ) throws(CodecError) -> Image {
        guard let monochrome, monochrome.intensity > 0 else { return image }
        return try tinted(image, monochrome.intensity) { lightness in
            monochrome.colour.samples.map { sample in
                lightness <= 127.5
                    ? 2 * lightness * sample / 255 : 255 - 2 * (255 - lightness) * (255 - sample) / 255
            }
        }
    }

    /// `image` with shadows in one colour, highlights in another and a straight scale between. Alpha stays.
    ///
    /// out = S + (H − S) · L for the lightness L (0…1), mixed with the picture by the intensity (0…1). Example: (51, 51,
    /// 51), a fifth of white, from (0, 0, 255) to (255, 255, 0) at full intensity is (51, 51, 204).
    ///
    /// - Throws: `operationFailed`.
    package static func apply(_ image: consuming Image, _ duotone: Effects.Duotone?) throws(CodecError) -> Image {
        guard let duotone, duotone.intensity > 0 else { return image }
        return try tinted(image, duotone.intensity) { lightness in
            zip(duotone.shadows.samples, duotone.highlights.samples).map { $0 + ($1 - $0) * lightness / 255 }
        }
    }

    private static func tinted(
        _ image: consuming Image, _ intensity: Double, by scale: (Double) -> [Double]
    ) throws(CodecError) -> Image {
        let table = (0...255).map { scale(Double($0)) }
        return try image.asRGB().changedColours { (colours) throws(CodecError) in
            let lightness = try colours.recombined(by: [SaturationStep.lightness]).rounded()
            let tint = try lightness.mapped(through: table).scaled(by: [intensity], plus: [0])
            return try colours.scaled(by: [1 - intensity], plus: [0]).adding(tint)
        }
    }
}
