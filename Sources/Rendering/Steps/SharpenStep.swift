package import Codecs

/// Makes edges stand out.
package enum SharpenStep {
    /// The widest mask that libvips has.
    private static let largestSigma = 10.0

    /// `image` with its lightness sharpened by a mask of `sigma` pixels; beyond 10, where every mask has left what an eye
    /// takes for an edge, as with 10. Colours are weighted by alpha meanwhile; alpha stays.
    ///
    /// The curve is that of libvips' `sharpen` (flat areas are left alone, edges raised up to threefold), made for
    /// screens.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(_ image: consuming Image, sigma: Double) throws(CodecError) -> Image {
        guard sigma > 0 else { return image }
        let sigma = min(max(sigma, 0.01), largestSigma)
        guard image.hasAlpha else { return try image.sharpened(sigma: sigma) }
        return try image.premultiplied().rounded().sharpened(sigma: sigma).unpremultiplied().rounded()
    }
}
