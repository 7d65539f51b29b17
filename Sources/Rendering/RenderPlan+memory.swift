import Codecs
import ImageModel

extension RenderPlan {
    /// Bytes that rendering needs at most beside the source's own: decoding, the ladders' pictures, encoding.
    ///
    /// An estimate from the header alone. The terms are what the codecs hold by their own documentation: a strip of
    /// rows where a codec streams, the whole frame where it does not; in libvips, two bytes a coefficient for progressive
    /// JPEG.
    package var peakBytes: Int {
        let frames = outputs.map { $0.geometry.output.pixels * 4 * ($0.frames > 1 ? $0.frames : 0) }.reduce(0, +)
        return engineBytes + frames + encoderBytes + outputs.map(Self.fileBytes).reduce(0, +)
    }

    private var engineBytes: Int {
        switch engine {
        case .planes(let planar): planar.peakBytes(of: source, outputs: outputs)
        case .passes(let passes): passes.map(bytes).max() ?? 0
        }
    }

    /// What libvips takes for a pass beside pixels: threads, caches between operations, machine code. Measured
    /// (`Benchmarks/calibrate`): up to 4 MB, for the smallest pictures, too.
    private static let libraryBytes = 4 << 20

    /// What lcms makes of a profile of inks.
    private static let inkProfileBytes = 8 << 20

    /// A JPEG file, while its buffer grows. Photographs take up to 0.2 bytes a pixel at quality 80, 0.4 at 90, 0.7 at 95, and
    /// noise several times that; buffers double.
    private static func fileBytes(_ output: Output) -> Int {
        guard output.format == .jpeg else { return 0 }
        let pixels = output.geometry.output.pixels
        switch output.quality {
        case ...80: return pixels / 4 + 64 << 10
        case ...90: return pixels / 2 + 64 << 10
        case ...95: return pixels + 64 << 10
        default: return pixels * 2 + 64 << 10
        }
    }

    private func bytes(of pass: DecodePass) -> Int {
        let decoded = decodedBytes(pass)
        // A searched part is looked at in the colours of a screen, whole.
        let depth = pass.searched.map { sampleBytes(PixelTreatment(outputs[$0])) }.max() ?? 0
        let searched = pass.decodedSize.pixels * 4 * 2 * depth
        let profile = source.colour == .cmyk ? Self.inkProfileBytes : 0
        return Self.libraryBytes + profile + decoderBytes(pass) + (pass.keepsDecoded ? decoded : 0) + searched
            + (pass.branches.map(picturesPeak).max() ?? 0)
    }

    /// Bytes of one decoded frame.
    private func decodedBytes(_ pass: DecodePass) -> Int {
        pass.decodedSize.pixels * source.bands * source.sampleBytes
    }

    /// What the decoder holds while rows come out of it.
    private func decoderBytes(_ pass: DecodePass) -> Int {
        let frame = source.stored.pixels * source.bands * source.sampleBytes
        let strip = stripBytes(pass) + source.heldBytes * pass.options.frames
        switch source.format {
        case .jpeg where source.isInterlaced: return source.stored.pixels * source.bands * 2 + strip
        case .jpeg: return strip
        case .png where source.isInterlaced: return frame + strip
        case .png, .tiff: return strip
        case .gif: return source.stored.pixels * 4 * 2 + strip
        case .webp: return decodedBytes(pass) + source.stored.pixels * 4 + strip
        case .svg: return decodedBytes(pass) + strip
        case .avif, .heic: return frame * 3
        case .jxl: return source.stored.pixels * max(source.bands, 3) * 4 * 2
        case .bmp, .ico: return frame * 2
        }
    }

    /// libvips keeps some hundred rows between a loader and the first resize.
    private func stripBytes(_ pass: DecodePass) -> Int {
        let sample = source.hasAlpha ? 4 : source.sampleBytes
        return pass.decodedSize.width * source.bands * sample * 768 + 1 << 20
    }

    /// Bytes of a sample of a picture in the colours of a screen.
    private func sampleBytes(_ treatment: PixelTreatment) -> Int {
        treatment.keepsDepth && source.sampleBytes > 1 ? 2 : 1
    }

    /// The most bytes that pictures of a ladder hold at once.
    private func picturesPeak(_ branch: DecodePass.Branch) -> Int {
        let lastUses = branch.ladder.lastUses
        let pixel = (source.hasAlpha ? 4 : 3) * sampleBytes(branch.treatment)
        let bytes = branch.ladder.steps.map { $0.size.pixels * pixel }
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
            let encoder =
                switch output.format {
                case .jpeg: output.geometry.output.width * 512 + (looksAtColours(output) ? pixels * 4 : 0)
                case .png: pngBytes(output)
                case .gif, .tiff: pixels * 6
                case .webp: pixels * 8
                case .avif: avifBytes(pixels)
                case .jxl: pixels * 60 + 4 << 20
                // x265 by measurement: of photographs 12 MB, and up to 20 bytes a pixel.
                case .heic: pixels * 30 + 24 << 20
                // The file itself.
                case .bmp: pixels * 4 + 4096
                // The PNG file by libvips, and the icon around it.
                case .ico: pixels * 16 + 1 << 20
                case .svg: 0
                }
            return stepBytes(output) + encoder
        }.max() ?? 0
    }

    /// Whether a picture is put into memory to see whether its colours can be stored at half the sides.
    private func looksAtColours(_ output: Output) -> Bool {
        let planes = source.planes ?? PlaneLayout(.rgb)
        return planes.hasAllColours && (planar == nil || output.filePlanes(of: source, planes) == nil)
    }

    /// With a palette, the picture is there as a whole: as it is, as the quantiser's pixels, and as numbers.
    private func pngBytes(_ output: Output) -> Int {
        let channels = source.hasAlpha ? 4 : 3
        let last = output.rendition.followedBy.last ?? output.rendition
        let palette =
            last.output.png.quantises == true ? output.geometry.output.pixels * (2 * channels + 8) + 2 << 20 : 0
        return PNGWriter.bytes(size: output.geometry.output, channels: channels) + palette
    }

    /// libaom by measurement: of photographs 24 bytes a pixel at most up to 1.1 megapixels and 104 at 1.9; of pictures that
    /// look drawn, in which it searches for what it has seen before, 20 MB and 100 bytes a pixel at any size.
    private func avifBytes(_ pixels: Int) -> Int {
        let isPhotograph = source.format == .jpeg || source.format == .webp && source.planes != nil
        guard isPhotograph else { return 22 << 20 + pixels * 110 }
        return pixels * (pixels > 1_100_000 ? 125 : 40)
    }

    /// What is done between resizing and encoding. Filters compute with floating point, and start libvips' threads.
    private func stepBytes(_ output: Output) -> Int {
        let pixels = output.geometry.output.pixels
        let rendition = output.rendition
        var bytes = 0
        if rendition.effects != .none { bytes += source.hasAlpha ? pixels * 24 + 12 << 20 : pixels * 12 + 3 << 20 }
        if rendition.watermark != nil { bytes += pixels * 16 }
        if case .smart = rendition.gravity.anchor { bytes += 2 << 20 }
        return bytes
    }
}
