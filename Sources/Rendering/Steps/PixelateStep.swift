package import Codecs
import ImageModel

/// Makes a picture of squares.
package enum PixelateStep {
    /// `image` with each square of `side` pixels, from the top left corner, in the mean of its pixels. Squares that
    /// extend over the right and bottom edges include mirrored pixels. Alpha is averaged, too, and colours weighted by
    /// it.
    ///
    /// Up to 1 nothing changes. A side above the picture's means the picture's.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(_ image: consuming Image, side: Int) throws(CodecError) -> Image {
        guard side > 1 else { return image }
        let size = image.size
        let block = PixelSize(width: min(side, size.width), height: min(side, size.height))
        let whole = PixelSize(
            width: (size.width + block.width - 1) / block.width * block.width,
            height: (size.height + block.height - 1) / block.height * block.height)
        return try image.changedWeighted { (weighted) throws(CodecError) in
            try weighted.extendedByMirroring(to: whole).shrunk(width: block.width, height: block.height)
                .repeatingPixels(width: block.width, height: block.height)
                .cropped(to: PixelRect(left: 0, top: 0, size: size))
        }
    }
}
