import ImageModel
package import Rendering

extension RenderPlan {
    /// Whether a render by this plan ends within 100 ms of an interruption, whatever it is doing at the time: it is
    /// decoded in planes, row by row, and written by engines that check between rows or take no longer for a whole
    /// picture.
    ///
    /// `Benchmarks/leaving` measures it.
    package func looksUp(_ traits: SourceTraits) -> Bool {
        // Anything not decoded in planes is first decoded as a whole: trimmed, cropped smartly, enlarged.
        guard traits.isReadHere, let planar, planar.givesRows, outputs.allSatisfy({ $0.looksUp(source) }) else {
            return false
        }
        // A picture takes over the source's metadata, which libraries read.
        return !traits.hasMetadata || planar.stages.allSatisfy { $0.product == .files }
    }

    /// The amount of work in pixels: those decoded plus those written. See `FailedSources`.
    var effort: Double {
        let decoded = source.isVector ? 0 : source.stored.pixels
        return outputs.reduce(Double(decoded)) { $0 + $1.effort }
    }
}

extension RenderPlan.Output {
    private var formats: [ImageFormat] { [format] + (substitute.map { [$0.format] } ?? []) }

    /// Whether the processing of the resized picture checks for interruption often enough.
    fileprivate func looksUp(_ source: SourceHeader) -> Bool {
        if case .smart = geometry.crop { return false }
        // A chain may trim and crop smartly again; with a quality search, the whole picture is encoded and compared.
        guard rendition.followedBy.isEmpty, rendition.output.autoQuality == nil, rendition.output.maximumBytes == 0
        else {
            return false
        }
        return formats.allSatisfy { isWrittenSoon($0, mayHaveAlpha: source.hasAlpha || mayGetAlpha) }
    }

    /// Whether the writer of `format` checks for interruption while writing, or finishes the picture soon enough.
    private func isWrittenSoon(_ format: ImageFormat, mayHaveAlpha: Bool) -> Bool {
        let (options, pixels) = (rendition.output, geometry.output.pixels)
        switch format {
        case .jpeg:
            // All scans are written in one call, once the last row is available.
            let hasLastCall = options.jpeg.progressive ?? false || options.jpeg.optimisesTables ?? false
            return !hasLastCall || pixels <= Self.scannedPixels
        case .png: return !(options.png.quantises ?? false) && !(options.png.interlaced ?? false)
        case .webp: return options.webp.compression ?? .lossy == .lossy && (!mayHaveAlpha || pixels <= Self.alphaPixels)
        case .tiff: return pixels <= Self.tiffPixels
        // Row by row, and of 256 × 256 pixels at most.
        case .bmp, .ico: return true
        case .gif, .avif, .jxl, .heic, .svg: return false
        }
    }

    private var mayGetAlpha: Bool {
        geometry.canvas != nil || geometry.padding != .none || rendition.watermark != nil
    }

    /// The picture size up to which libjpeg's last call takes less than 80 ms.
    private static let scannedPixels = 2 << 20
    /// The picture size up to which libwebp writes the alpha, losslessly and in one call, in less than 80 ms.
    private static let alphaPixels = 1 << 19
    /// The picture size up to which libvips passes a picture to libtiff in less than 80 ms.
    private static let tiffPixels = 10 << 20

    fileprivate var effort: Double {
        let pixels = Double(geometry.output.pixels * max(frames, 1))
        // libaom, x265 and libjxl take several times as long per pixel as all others.
        return [.avif, .heic, .jxl].contains(format) ? 8 * pixels : pixels
    }
}
