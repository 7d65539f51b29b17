package import Codecs
package import ImageModel

/// All changes of pixels that a rendition requests, in order.
package enum EffectsStep {
    /// `image` through `effects`; lengths in pixels are times `dpr`. 8-bit sRGB or grey with straight alpha, in memory,
    /// in and out (lazy).
    ///
    /// - Throws: `operationFailed`, `undecodable`.
    package static func apply(
        _ image: consuming Image, _ effects: Effects, dpr: Double = 1
    ) throws(CodecError) -> Image {
        guard effects != .none else { return image }
        var image = image
        image = try BrightnessStep.apply(image, levels: effects.brightness)
        image = try ContrastStep.apply(image, factor: effects.contrast)
        image = try SaturationStep.apply(image, factor: effects.saturation)
        image = try TintStep.apply(image, effects.monochrome)
        image = try TintStep.apply(image, effects.duotone)
        image = try BlurStep.apply(try inMemory(image, if: effects.blur > 0), sigma: effects.blur * dpr)
        image = try SharpenStep.apply(image, sigma: effects.sharpen * dpr)
        image = try PixelateStep.apply(image, side: pixels(effects.pixelate, dpr))
        image = try BlurAreasStep.apply(
            try inMemory(image, if: effects.blurAreasSigma > 0), areas: effects.blurAreas,
            sigma: effects.blurAreasSigma * dpr)
        return try GradientStep.apply(image, effects.gradient)
    }

    /// Filters that read a pixel repeatedly should not compute it each time.
    private static func inMemory(_ image: consuming Image, if isNeeded: Bool) throws(CodecError) -> Image {
        isNeeded ? try image.copiedToMemory() : image
    }

    /// A side that is off stays off.
    private static func pixels(_ side: Int, _ dpr: Double) -> Int {
        side > 1 ? Int(min((Double(side) * dpr).rounded(), 1e6)) : side
    }
}
