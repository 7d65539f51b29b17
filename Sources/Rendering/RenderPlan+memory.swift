import Codecs
import ImageModel

extension RenderPlan {
    /// Bytes that rendering needs at most beside the source's own: decoding, the ladder's pictures, encoding.
    ///
    /// An estimate from the header alone. The terms are what the codecs hold by their own documentation: a strip of
    /// rows where a codec streams, the whole frame where it does not, two bytes a coefficient for progressive JPEG.
    package var peakBytes: Int {
        let pictures = picturesPeak
        let frames = outputs.map { $0.size.pixels * 4 * ($0.frames > 1 ? $0.frames : 0) }.reduce(0, +)
        return decoderBytes + (keepsDecoded ? decodedBytes : 0) + pictures + frames + encoderBytes
    }

    /// Bytes of one decoded frame.
    package var decodedBytes: Int { decodedSize.pixels * source.bands * source.sampleBytes }

    /// What the decoder holds while rows come out of it.
    private var decoderBytes: Int {
        let frame = source.stored.pixels * source.bands * source.sampleBytes
        switch source.format {
        case .jpeg where source.isInterlaced: return source.stored.pixels * source.bands * 2 + stripBytes
        case .jpeg: return stripBytes
        case .png where source.isInterlaced: return frame + stripBytes
        case .png, .tiff: return stripBytes
        case .gif: return source.stored.pixels * 4 * 2 + stripBytes
        case .webp, .svg: return decodedBytes + stripBytes
        case .avif, .heic: return frame * 3
        case .jxl: return source.stored.pixels * max(source.bands, 3) * 4 * 2
        case .bmp, .ico: return frame * 2
        }
    }

    /// libvips keeps some hundred rows between a loader and the first resize.
    private var stripBytes: Int {
        let sample = source.hasAlpha ? 4 : source.sampleBytes
        return decodedSize.width * source.bands * sample * 512 + 1 << 20
    }

    /// The most bytes that pictures of the ladder hold at once.
    private var picturesPeak: Int {
        let lastUses = ladder.lastUses
        let bytes = ladder.steps.map { $0.size.pixels * (source.hasAlpha ? 4 : 3) }
        var (held, peak) = (0, 0)
        for index in ladder.steps.indices {
            held += bytes[index]
            peak = max(peak, held)
            held -= lastUses.indices.filter { lastUses[$0] == index }.map { bytes[$0] }.reduce(0, +)
        }
        return peak
    }

    /// What the hungriest encoder holds.
    private var encoderBytes: Int {
        outputs.map { output in
            let pixels = output.size.pixels
            return switch output.options.format {
            case .jpeg, .png: pixels + output.size.width * 512
            case .gif, .tiff: pixels * 6
            case .webp: pixels * 8
            case .avif: pixels * 40
            case .jxl: pixels * 60
            case .heic, .svg, .bmp, .ico: 0
            }
        }.max() ?? 0
    }
}
