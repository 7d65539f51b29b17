import Codecs
import ImageModel
import Rendering
import TestSupport

/// The first of `renditions` of `bytes`, by header, plan and run.
func firstRendition(_ bytes: [UInt8], _ renditions: [Rendition]) throws(RenderError) -> RenderedImage {
    let plan = try RenderPlan(renditions, of: try Renderer.header(of: bytes))
    return try Renderer.render(plan, from: bytes).images[0]
}

extension PixelBuffer {
    /// The first frame's pixels of a file, 8 bits a sample, in the colours of a screen.
    init(decoding file: RenderedImage) throws {
        let bytes = file.bytes.withUnsafeBytes { Array($0) }
        self = try ImageDecoder.withImage(of: bytes, format: file.format) { (image) throws(CodecError) in
            let shown = try image.convertedToSRGB()
            let pixels = try shown.pixels().withUnsafeBytes { Array($0) }
            return PixelBuffer(width: shown.size.width, height: shown.size.height, bands: shown.bands, bytes: pixels)
        }
    }
}
