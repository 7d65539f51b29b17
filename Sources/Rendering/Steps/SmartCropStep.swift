package import Codecs
package import ImageModel

/// Finds the most interesting part of a picture.
package enum SmartCropStep {
    /// Where a crop of `size` shows what attracts most attention. Sides longer than the picture's are reduced to it.
    /// Reads all pixels, in any order.
    ///
    /// - Throws: `operationFailed`, `undecodable`.
    package static func position(of size: PixelSize, in image: borrowing Image) throws(CodecError) -> PixelRect {
        let crop = PixelSize(
            width: min(max(size.width, 1), image.size.width), height: min(max(size.height, 1), image.size.height))
        guard crop != image.size else { return PixelRect(left: 0, top: 0, size: crop) }
        return try image.attentionCrop(of: crop)
    }
}
