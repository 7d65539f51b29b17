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

    /// The pixels of every frame of a file, in the colours of a screen.
    static func frames(of file: RenderedImage) throws -> [PixelBuffer] {
        let bytes = file.bytes.withUnsafeBytes { Array($0) }
        let stack = try ImageDecoder.withImage(
            of: bytes, format: file.format, options: DecodeOptions(frames: file.frames)
        ) { (image) throws(CodecError) in
            let shown = try image.convertedToSRGB()
            let pixels = try shown.pixels().withUnsafeBytes { Array($0) }
            return PixelBuffer(width: shown.size.width, height: shown.size.height, bands: shown.bands, bytes: pixels)
        }
        let height = stack.height / file.frames
        return (0..<file.frames).map { frame in
            stack.rearranged(width: stack.width, height: height) { ($0, $1 + frame * height) }
        }
    }

    /// Whether a pixel is not opaque.
    var hasTransparency: Bool { hasAlpha && ranges[bands - 1].lowerBound < 255 }
}

extension RenderedImage {
    /// How long each frame of the file is shown, in milliseconds.
    func delays() throws -> [Int] {
        let bytes = bytes.withUnsafeBytes { Array($0) }
        return try ImageDecoder.withImage(of: bytes, format: format, options: DecodeOptions(frames: frames)) {
            (image) throws(CodecError) in image.animation.delays
        }
    }
}
