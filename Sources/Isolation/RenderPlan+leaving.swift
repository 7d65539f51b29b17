import ImageModel
package import Rendering

extension RenderPlan {
    /// Whether a render by this plan ends within 100 ms of being asked to, whatever it does at the moment: decoded in planes, row
    /// by row, and made into files by what looks up between rows or takes no longer for a whole picture.
    ///
    /// `Benchmarks/leaving` measures it.
    package func looksUp(_ traits: SourceTraits) -> Bool {
        guard traits.isReadHere, source.format == .jpeg || source.format == .png else { return false }
        let planars = passes.compactMap(planar)
        // What is not decoded in planes is decoded as a whole first: trimmed, cut smartly, enlarged.
        guard planars.count == passes.count, outputs.allSatisfy({ $0.looksUp(source) }) else { return false }
        // A picture takes over what the source says of itself, which libraries read.
        return !traits.hasMetadata || planars.allSatisfy { $0.stages.allSatisfy { $0.product == .files } }
    }

    /// How much work it is, in pixels: those that are decoded and those that are written. See `FailedSources`.
    var effort: Double {
        let decoded = source.isVector ? 0 : source.stored.pixels
        return outputs.reduce(Double(decoded)) { $0 + $1.effort }
    }
}

extension RenderPlan.Output {
    private var formats: [ImageFormat] { [format] + (substitute.map { [$0.format] } ?? []) }

    /// Whether what is done to the resized picture looks up soon enough.
    fileprivate func looksUp(_ source: SourceHeader) -> Bool {
        if case .smart = geometry.crop { return false }
        // A chain may trim and cut smartly again; a quality that is searched for is encoded and compared as a whole.
        guard rendition.followedBy.isEmpty, rendition.output.autoQuality == nil, rendition.output.maximumBytes == 0
        else {
            return false
        }
        return formats.allSatisfy { isWrittenSoon($0, mayHaveAlpha: source.hasAlpha || mayGetAlpha) }
    }

    /// Whether the writer of `format` looks up while it writes the picture, or is done with all of it soon enough.
    private func isWrittenSoon(_ format: ImageFormat, mayHaveAlpha: Bool) -> Bool {
        let (options, pixels) = (rendition.output, geometry.output.pixels)
        switch format {
        case .jpeg:
            // All scans are written in one call, when the last row is there.
            let hasLastCall = options.jpeg.progressive ?? false || options.jpeg.optimisesTables ?? false
            return !hasLastCall || pixels <= Self.scannedPixels
        case .png: return !(options.png.quantises ?? false) && !(options.png.interlaced ?? false)
        case .webp: return options.webp.compression ?? .lossy == .lossy && (!mayHaveAlpha || pixels <= Self.alphaPixels)
        case .tiff: return pixels <= Self.tiffPixels
        case .gif, .avif, .jxl, .heic, .svg, .bmp, .ico: return false
        }
    }

    private var mayGetAlpha: Bool {
        geometry.canvas != nil || geometry.padding != .none || rendition.watermark != nil
    }

    /// Pictures of which the last call takes libjpeg less than 80 ms.
    private static let scannedPixels = 2 << 20
    /// Pictures whose alpha libwebp writes, without loss and in one call, in less than 80 ms.
    private static let alphaPixels = 1 << 19
    /// Pictures that libvips hands over to libtiff in less than 80 ms.
    private static let tiffPixels = 10 << 20

    fileprivate var effort: Double {
        let pixels = Double(geometry.output.pixels * max(frames, 1))
        // libaom and libjxl take several times as long for a pixel as all others together.
        return format == .avif || format == .jxl ? 8 * pixels : pixels
    }
}
