package import Codecs
import ImageModel

/// How different two pictures look: structural dissimilarity of lightness and colour.
///
/// SSIM is that of Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural
/// similarity" (IEEE TIP 13:4, 2004): an 11 × 11 Gauss window of sigma 1.5 that stays inside the picture, K1 0.01,
/// K2 0.03, L 255, averaged over all windows; pictures are first shrunk as its authors advise, so that the shorter side
/// has about 256 pixels. DSSIM is (1 − SSIM) / 2: 0 for equal pictures, at most 1. Lightness (Y of JFIF) counts six
/// times as much as Cb and as Cr, the weights that video coding uses for its combined PSNR; the colours are compared at
/// half the size.
package enum Dissimilarity {
    private static let weights = (lightness: 0.75, colour: 0.125)
    private static let comparedSide = 256.0

    /// The dissimilarity of two pictures of one size, 8-bit sRGB or grey. Transparency is compared on white.
    ///
    /// - Throws: `operationFailed`, also for pictures of different size; `undecodable`.
    package static func between(_ one: borrowing Image, _ other: borrowing Image) throws(CodecError) -> Double {
        guard one.size == other.size else {
            throw CodecError(.operationFailed, detail: "comparing \(one.size) with \(other.size)")
        }
        let first = try ComparisonPlanes(one, size: comparedSize(one.size))
        let second = try ComparisonPlanes(other, size: comparedSize(other.size))
        let similarity =
            weights.lightness * StructuralSimilarity.mean(first.lightness, second.lightness)
            + weights.colour * StructuralSimilarity.mean(first.blue, second.blue)
            + weights.colour * StructuralSimilarity.mean(first.red, second.red)
        return (1 - similarity) / 2
    }

    private static func comparedSize(_ size: PixelSize) -> PixelSize {
        let factor = max(1, (Double(min(size.width, size.height)) / comparedSide).rounded())
        return PixelSize(
            width: max(1, Int((Double(size.width) / factor).rounded())),
            height: max(1, Int((Double(size.height) / factor).rounded())))
    }
}
