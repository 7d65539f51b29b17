import Codecs
import ImageModel

/// One picture of a ladder: in stored order, straight alpha, in memory; 8-bit sRGB or grey, unless its treatment keeps the
/// source's colours.
///
/// A class only because arrays hold no noncopyable values; it stays on the render's thread.
final class Picture {
    let image: Image

    init(_ image: consuming Image) { self.image = image }

    /// The decoded frame, or a part of it, at `size`, in the colours of a screen. Reads `decoded` once, row by row.
    ///
    /// Colours are converted after resizing, when there are fewer of them; before it where light is mixed.
    init(showing decoded: borrowing Image, size: PixelSize, _ treatment: PixelTreatment) throws(CodecError) {
        guard treatment.mixing == .samples else {
            let keepsDepth = treatment.keepsDepth && decoded.sampleBytes == 2
            let shown = try keepsDepth ? decoded.convertedToSRGB16() : decoded.convertedToSRGB()
            image = try ResizeStep.apply(shown, size: size, treatment.resampling, mixing: .light).copiedToMemory()
            return
        }
        let resized = try ResizeStep.apply(try decoded.same(), size: size, treatment.resampling)
        let keepsDepth = treatment.keepsDepth && resized.sampleBytes == 2
        image = try (keepsDepth ? resized.convertedToSRGB16() : resized.convertedToSRGB()).copiedToMemory()
    }

    /// A smaller picture of the same.
    func resized(to size: PixelSize, _ treatment: PixelTreatment) throws(CodecError) -> Picture {
        let resized = try ResizeStep.apply(
            try image.same(), size: size, treatment.resampling, mixing: treatment.mixing)
        return Picture(try resized.copiedToMemory())
    }
}
