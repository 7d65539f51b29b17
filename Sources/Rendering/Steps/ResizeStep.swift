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
}
