package import ImageModel

/// How one image is written.
package struct EncodeOptions: Sendable, Hashable {
    package var format: ImageFormat
    /// 1…100; ignored where it changes nothing (`changesWithQuality`).
    package var quality: Int
    /// The encoder's switches and what is written beside the pixels.
    package var output: OutputOptions
    /// Whether the picture may have colours of its own in each pixel, so that `subsample: auto` has something to look at.
    package var mayHaveAllColours = true

    package init(format: ImageFormat, quality: Int, output: OutputOptions = .standard) {
        self.format = format
        self.quality = quality
        self.output = output
    }

    /// Whether a lower quality makes a smaller file: not for what is written without loss.
    package var changesWithQuality: Bool {
        switch format {
        case .jpeg, .avif, .heic, .jxl: true
        case .webp: output.webp.compression ?? .lossy == .lossy
        // TIFF is written without loss.
        case .png, .gif, .tiff, .svg, .bmp, .ico: false
        }
    }

    /// Whether samples of 16 bits are written as such (12 for AVIF, 10 for HEIC).
    package var keeps16Bits: Bool {
        guard output.keepsHighDynamicRange else { return false }
        switch format {
        case .png: return output.png.quantises != true
        case .avif, .heic, .jxl, .tiff: return true
        case .jpeg, .webp, .gif, .svg, .bmp, .ico: return false
        }
    }

    /// Bits of a palette's index that tell the colours asked for apart: 1, 2, 4 or 8; PNG has no others.
    var paletteDepth: Int {
        switch output.png.colours ?? 256 {
        case ...2: 1
        case ...4: 2
        case ...16: 4
        default: 8
        }
    }
}
