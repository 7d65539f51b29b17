package import Codecs
import ImageModel

/// Softens a picture.
package enum BlurStep {
    /// Above this, in pixels, a picture is blurred at a smaller size, with a bell of five pixels there: inside the
    /// picture no sample differs by more than two levels (near its edges by up to fifteen), and the cost no longer grows
    /// with sigma. (1600 × 1067, sRGB: 835 ms for a sigma of 16
    /// directly, 100 to 170 ms at a smaller size.)
    private static let largestDirectSigma = 8.0
    private static let reducedSigma = 5.0

    /// `image` through a Gauss filter of `sigma` pixels; the edges are continued by their pixels (above 8 by the means of
    /// their outermost sigma / 5 pixels). Alpha is blurred, too, and colours are weighted by it.
    ///
    /// Needs rows in any order. Costs at most 100 steps a sample, whatever the sigma.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(_ image: consuming Image, sigma: Double) throws(CodecError) -> Image {
        // The bell of a smaller one is one pixel wide: nothing would change.
        guard sigma >= 0.2 else { return image }
        return try image.changedWeighted { (weighted) throws(CodecError) in
            sigma <= largestDirectSigma
                ? try weighted.blurred(sigma: sigma) : try blurredReduced(weighted, sigma: sigma)
        }
    }

    private static func blurredReduced(_ image: borrowing Image, sigma: Double) throws(CodecError) -> Image {
        let factor = sigma / reducedSigma
        let size = image.size
        let reduced = PixelSize(
            width: max(1, Int((Double(size.width) / factor).rounded())),
            height: max(1, Int((Double(size.height) / factor).rounded())))
        return try image.resized(to: reduced, .linear).copiedToMemory().blurred(sigma: reducedSigma)
            .copiedToMemory().resized(to: size, .cubic)
    }
}
