package import Codecs
package import ImageModel

/// Resizes a picture.
package enum ResizeStep {
    /// `image` in exactly `size` pixels.
    ///
    /// Colours are weighted by their alpha, so that those of transparent pixels don't bleed into the edges.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(
        _ image: consuming Image, size: PixelSize, _ resampling: Resampling = .lanczos3
    ) throws(CodecError) -> Image {
        guard image.size != size else { return image }
        guard image.hasAlpha, resampling != .nearest else { return try image.resized(to: size, resampling) }
        return try image.premultiplied().resized(to: size, resampling).unpremultiplied().cast(like: image)
    }

    /// The same, mixing what `mixing` says. For light, `image` must be sRGB or grey of 8 or 16 bits.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(
        _ image: consuming Image, size: PixelSize, _ resampling: Resampling, mixing: ColourMixing
    ) throws(CodecError) -> Image {
        guard mixing == .light, image.size != size, resampling != .nearest else {
            return try apply(image, size: size, resampling)
        }
        return try image.changedInLight { (light) throws(CodecError) in
            guard light.hasAlpha else { return try light.resized(to: size, resampling) }
            return try light.premultiplied().resized(to: size, resampling).unpremultiplied()
        }
    }
}
