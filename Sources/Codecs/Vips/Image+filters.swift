internal import CVipsShim
package import ImageModel

// Operations that look at a pixel's neighbours or at the whole picture.
extension Image {
    /// Gauss of `sigma` pixels, in floating point; the edges are continued by their pixels. Alpha must be premultiplied
    /// by the caller. Costs 6·sigma steps a sample.
    ///
    /// - Throws: `operationFailed`, also for a sigma of hundreds of pixels.
    package func blurred(sigma: Double) throws(CodecError) -> Image {
        // It is cut off where it has fallen to 1 % of its centre, at three sigma.
        try operation { image, out in unsafe sw_blur(image, sigma, 0.01, out) }
    }

    /// Lightness sharpened with a mask of `sigma` pixels (above 0, at most 10), as libvips' `sharpen` does for screens.
    package func sharpened(sigma: Double) throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_sharpen(image, sigma, out) }
    }

    /// One pixel, the mean, for each block of `width` × `height`, which must divide the picture's sides.
    package func shrunk(width: Int, height: Int) throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_shrink_blocks(image, Int32(width), Int32(height), out) }
    }

    /// Each pixel `width` × `height` times.
    package func repeatingPixels(width: Int, height: Int) throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_repeat_pixels(image, Int32(width), Int32(height), out) }
    }

    /// The smallest rectangle around all that differs from `background` (a value a band) by more than `threshold`
    /// levels in a band, after a 3 × 3 median that removes single specks; `nil` if nothing does. Reads all pixels.
    package func box(differingFrom background: [Double], by threshold: Double) throws(CodecError) -> PixelRect? {
        var box: (left: Int32, top: Int32, width: Int32, height: Int32) = (0, 0, 0, 0)
        let status = unsafe sw_find_trim(
            handle, threshold, background, Int32(background.count), &box.left, &box.top, &box.width, &box.height)
        guard status == 0 else { throw CodecError(.operationFailed, detail: VipsLibrary.takeErrorText()) }
        guard box.width > 0, box.height > 0 else { return nil }
        return PixelRect(
            left: Int(box.left), top: Int(box.top), size: PixelSize(width: Int(box.width), height: Int(box.height)))
    }

    /// The samples of the pixel at column `x`, row `y`.
    package func pixel(x: Int, y: Int) throws(CodecError) -> [Double] {
        var samples = [Double](repeating: 0, count: bands)
        let count = unsafe sw_pixel(handle, Int32(x), Int32(y), &samples, Int32(samples.count))
        guard count == samples.count else { throw CodecError(.operationFailed, detail: VipsLibrary.takeErrorText()) }
        return samples
    }

    /// Where a crop of `size` shows what draws the eye most, by libvips' measure: edges, skin, saturated colours. Reads
    /// all pixels.
    ///
    /// - Throws: `operationFailed`, also if `size` is not inside the picture.
    package func attentionCrop(of size: PixelSize) throws(CodecError) -> PixelRect {
        var (left, top): (Int32, Int32) = (0, 0)
        let status = unsafe sw_attention_crop(handle, Int32(size.width), Int32(size.height), &left, &top)
        guard status == 0 else { throw CodecError(.operationFailed, detail: VipsLibrary.takeErrorText()) }
        return PixelRect(left: Int(left), top: Int(top), size: size)
    }
}
