import Codecs
import ImageModel

extension RenderPlan {
    /// Bytes that rendering needs at most beside the source's own: decoding, the ladders' pictures, encoding.
    ///
    /// An estimate from the header alone. The terms are what the codecs hold by their own documentation: a strip of
    /// rows where a codec streams, the whole frame where it does not, two bytes a coefficient for progressive JPEG.
    package var peakBytes: Int {
        let frames = outputs.map { $0.geometry.output.pixels * 4 * ($0.frames > 1 ? $0.frames : 0) }.reduce(0, +)
        return (passes.map(bytes).max() ?? 0) + frames + encoderBytes
    }

    private func bytes(of pass: DecodePass) -> Int {
        if let planar = planar(pass) { return planar.peakBytes(of: source) }
        let decoded = decodedBytes(pass)
        // A searched part is looked at in the colours of a screen, whole.
        let searched = pass.searched.isEmpty ? 0 : pass.decodedSize.pixels * 4 * 2
        return decoderBytes(pass) + (pass.keepsDecoded ? decoded : 0) + searched
            + (pass.branches.map(picturesPeak).max() ?? 0)
    }

    /// Bytes of one decoded frame.
    private func decodedBytes(_ pass: DecodePass) -> Int {
        pass.decodedSize.pixels * source.bands * source.sampleBytes
    }

    /// What the decoder holds while rows come out of it.
    private func decoderBytes(_ pass: DecodePass) -> Int {
        let frame = source.stored.pixels * source.bands * source.sampleBytes
        let strip = stripBytes(pass)
        switch source.format {
        case .jpeg where source.isInterlaced: return source.stored.pixels * source.bands * 2 + strip
        case .jpeg: return strip
        case .png where source.isInterlaced: return frame + strip
        case .png, .tiff: return strip
        case .gif: return source.stored.pixels * 4 * 2 + strip
        case .webp, .svg: return decodedBytes(pass) + strip
        case .avif, .heic: return frame * 3
        case .jxl: return source.stored.pixels * max(source.bands, 3) * 4 * 2
        case .bmp, .ico: return frame * 2
        }
    }

    /// libvips keeps some hundred rows between a loader and the first resize.
    private func stripBytes(_ pass: DecodePass) -> Int {
        let sample = source.hasAlpha ? 4 : source.sampleBytes
        return pass.decodedSize.width * source.bands * sample * 512 + 1 << 20
    }

    /// The most bytes that pictures of a ladder hold at once.
    private func picturesPeak(_ branch: DecodePass.Branch) -> Int {
        let lastUses = branch.ladder.lastUses
        let bytes = branch.ladder.steps.map { $0.size.pixels * (source.hasAlpha ? 4 : 3) }
        var (held, peak) = (0, 0)
        for index in branch.ladder.steps.indices {
            held += bytes[index]
            peak = max(peak, held)
            held -= lastUses.indices.filter { lastUses[$0] == index }.map { bytes[$0] }.reduce(0, +)
        }
        return peak
    }

    /// What the hungriest encoder holds, and the steps before it.
    private var encoderBytes: Int {
        outputs.map { output in
            let pixels = output.geometry.output.pixels
            let steps = output.rendition.effects == .none && output.rendition.watermark == nil ? 0 : pixels * 16
            let encoder =
                switch output.format {
                case .jpeg: pixels + output.geometry.output.width * 512
                case .png: PNGWriter.bytes(size: output.geometry.output, channels: source.hasAlpha ? 4 : 3)
                case .gif, .tiff: pixels * 6
                case .webp: pixels * 8
                case .avif: pixels * 40
                case .jxl: pixels * 60
                case .heic, .svg, .bmp, .ico: 0
                }
            return steps + encoder
        }.max() ?? 0
    }
}
