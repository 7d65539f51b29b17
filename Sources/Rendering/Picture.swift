import Codecs
import ImageModel

/// One picture of the ladder: upright, 8-bit sRGB or grey with straight alpha, in memory.
///
/// A class only because arrays hold no noncopyable values; it stays on the render's thread.
final class Picture {
    let image: Image

    private init(_ image: consuming Image) { self.image = image }

    /// The decoded frame at `size` (upright), turned and in the colours of a screen. Reads `decoded` once, row by row.
    ///
    /// Colours are converted after resizing, when there are fewer of them.
    init(
        showing decoded: borrowing Image, orientation: Orientation, size: PixelSize
    ) throws(CodecError) {
        let stored = orientation.applied(to: size)
        let resized = try Self.resize(decoded, to: stored)
        let rows = try resized.convertedToSRGB().copiedToMemory()
        image = orientation == .upright ? rows : try rows.turned(upright: orientation).copiedToMemory()
    }

    /// A smaller picture of the same.
    func resized(to size: PixelSize) throws(CodecError) -> Picture {
        Picture(try Self.resize(image, to: size).copiedToMemory())
    }

    /// What one output shows of this picture, still lazy; flattened on white where the format has no transparency.
    func frame(for output: RenderPlan.Output) throws(CodecError) -> Image {
        let whole = PixelRect(left: 0, top: 0, size: image.size)
        let cropped = try image.cropped(to: output.crop ?? whole)
        guard cropped.hasAlpha, !output.options.format.keepsAlpha else { return cropped }
        return try cropped.flattened(red: 255, green: 255, blue: 255)
    }

    /// Alpha is premultiplied while resizing, so that colours of transparent pixels don't bleed into the edges.
    private static func resize(_ image: borrowing Image, to size: PixelSize) throws(CodecError) -> Image {
        guard image.size != size else {
            return try image.cropped(to: PixelRect(left: 0, top: 0, size: size))
        }
        guard image.hasAlpha else { return try image.resized(to: size) }
        return try image.premultiplied().resized(to: size).unpremultiplied().cast(like: image)
    }
}
