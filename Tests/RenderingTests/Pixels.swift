import Codecs
import ImageModel
import Rendering
import TestSupport

extension PixelBuffer {
    /// A file with these pixels.
    func encoded(
        as format: ImageFormat, quality: Int = 90, subsampling: OutputOptions.Subsampling = .auto
    ) throws -> [UInt8] {
        let image = try Image(pixels: bytes, size: PixelSize(width: width, height: height), bands: bands)
        var options = EncodeOptions(format: format, quality: quality)
        options.output.jpeg.subsampling = subsampling
        return try image.encoded(as: options).withUnsafeBytes { Array($0) }
    }

    /// The first frame's pixels of a file that was written for a screen: 8 bits a sample, upright.
    init(decoding file: RenderedImage) throws { try self.init(decoding: file.fileBytes) }

    /// The first `frames` frames' pixels of a file, one above another, in the colours of a screen.
    init(decoding bytes: [UInt8], frames: Int = 1) throws {
        let format = try Renderer.header(of: bytes).format
        self = try ImageDecoder.withImage(of: bytes, format: format, options: DecodeOptions(frames: frames)) {
            (image) throws(CodecError) in
            let shown = try image.convertedToSRGB()
            let pixels = try shown.pixels().withUnsafeBytes { Array($0) }
            return PixelBuffer(width: shown.size.width, height: shown.size.height, bands: shown.bands, bytes: pixels)
        }
    }

    /// With as many bands as asked for: grey is spread, an opaque alpha is added or dropped.
    func withBands(_ count: Int) -> PixelBuffer {
        guard count != bands else { return self }
        return PixelBuffer(width: width, height: height, bands: count) { column, row in
            let pixel = self[column, row]
            let colour = bands < 3 ? [pixel[0], pixel[0], pixel[0]] : Array(pixel.prefix(3))
            return count == 4 ? colour + [hasAlpha ? pixel[bands - 1] : 255] : Array(colour.prefix(count))
        }
    }
}

extension RenderedImage {
    /// The file.
    var fileBytes: [UInt8] { bytes.withUnsafeBytes { Array($0) } }
}

/// Renders `renditions` of `bytes` as the service does: header, plan, run.
func render(
    _ bytes: [UInt8], _ renditions: [Rendition], limits: RenderLimits = RenderLimits(), damage: DamagePolicy = .refuse
) throws(RenderError) -> RenderResult {
    let header = try Renderer.header(of: bytes, damage: damage)
    let plan = try RenderPlan(renditions, of: header, limits: limits, damage: damage)
    return try Renderer.render(plan, from: bytes)
}

/// The pixels of one PNG rendition.
func renderedPixels(
    _ bytes: [UInt8], width: Int? = nil, height: Int? = nil, fit: Fit = .fit
) throws -> PixelBuffer {
    let result = try render(bytes, [Rendition(width: width, height: height, fit: fit, format: .png)])
    return try PixelBuffer(decoding: result.images[0])
}

/// The code of the error that `body` throws, `nil` when it throws none of rendering's.
func code(_ body: () throws -> Void) -> RenderError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? RenderError)?.code
    }
}
