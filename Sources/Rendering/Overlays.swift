import Codecs
import ImageModel

/// The watermarks of one render: files by the URL that a rendition names, and the configured one.
package struct Overlays: Sendable {
    private let files: [String?: [UInt8]]

    package init(_ files: [String?: [UInt8]] = [:]) { self.files = files }

    package static let none = Overlays()

    /// The watermark in the size in which it is shown in a picture of `size`; `nil` when there is none.
    func picture(for watermark: Watermark, in size: PixelSize) throws(CodecError) -> Picture? {
        guard let bytes = files[watermark.url], let format = ImageFormat(signatureOf: bytes) else { return nil }
        return try ImageDecoder.withImage(of: bytes, format: format) { (image) throws(CodecError) in
            let upright = try image.convertedToSRGB().copiedToMemory().turned(upright: image.orientation)
            let shown = WatermarkStep.shownSize(of: upright.size, in: size, scale: watermark.scale)
            return Picture(try ResizeStep.apply(upright, size: shown).copiedToMemory())
        }
    }
}
