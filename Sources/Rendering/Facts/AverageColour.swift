package import ImageModel

/// The mean of a picture's pixels.
package struct AverageColour: Sendable, Hashable, Codable {
    /// Weighted by alpha; black for a picture that is transparent all over.
    package let colour: Colour
    /// 0…255.
    package let alpha: Int

    /// The mean over `sample`, in sRGB's own scale.
    package init(of sample: PixelSample) {
        var (red, green, blue, alpha) = (0.0, 0.0, 0.0, 0.0)
        for index in 0..<sample.size.pixels {
            let pixel = sample.pixel(index)
            red += pixel.red * pixel.alpha
            green += pixel.green * pixel.alpha
            blue += pixel.blue * pixel.alpha
            alpha += pixel.alpha
        }
        let weight = alpha > 0 ? 255 / alpha : 0
        colour = Colour(
            red: Int((red * weight).rounded()), green: Int((green * weight).rounded()),
            blue: Int((blue * weight).rounded()))
        self.alpha = Int((alpha * 255 / Double(sample.size.pixels)).rounded())
    }
}
