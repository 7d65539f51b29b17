package import Codecs
import ImageModel

/// Softens a picture.
package enum BlurStep {
    /// Above this, in pixels, the filter is computed at few places: from here on that costs less, and the same whatever
    /// sigma is.
    private static let largestDirectSigma = 6.0

    /// `image` through a Gauss filter of `sigma` pixels; the edges are continued by their pixels. Alpha is blurred,
    /// too, and colours are weighted by it. No sample is more than two levels from the filter written out.
    ///
    /// 8 bits a sample, in memory. Costs at most 100 steps a sample, whatever the sigma.
    ///
    /// - Throws: `operationFailed`, `undecodable`, `interrupted`.
    package static func apply(_ image: consuming Image, sigma: Double) throws(CodecError) -> Image {
        // The bell of a smaller one is one pixel wide: nothing would change.
        guard sigma >= 0.2 else { return image }
        guard sigma > largestDirectSigma else {
            return try image.changedWeighted { (weighted) throws(CodecError) in try weighted.blurred(sigma: sigma) }
        }
        let filter = WideBlur(size: image.size, bands: image.bands, hasAlpha: image.hasAlpha, sigma: sigma)
        let pixels = try image.rounded().pixels().withUnsafeBytes { (pixels) throws(CodecError) in
            try filter.blurred(pixels)
        }
        // What is known about the picture besides its pixels stays.
        let blurred = try Image(pixels: pixels, size: image.size, bands: image.bands)
        return try image.rounded().replacing(with: blurred, left: 0, top: 0)
    }
}
