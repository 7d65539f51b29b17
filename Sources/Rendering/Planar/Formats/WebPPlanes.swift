import Codecs
import ImageModel

/// Lossy WebP in planes of its own limited range. libwebp reads and writes whole pictures.
enum WebPPlanes: PlaneReading {
    static let givesRows = false

    static func decode(_ bytes: [UInt8], into run: PlanarRun) throws(CodecError) -> Bool {
        try run.make(from: PlanarWebPReader(bytes, size: run.stored, denominator: run.plan.denominator))
        return false
    }

    static func peakBytes(of source: SourceHeader, in plan: PlanarPlan) -> Int {
        let size = PlanarWebPReader.size(of: source.stored, denominator: plan.denominator)
        return Int(Double((size.width + 192) * (size.height + 32)) * plan.layout.samplesPerPixel)
            + source.stored.width * 256
    }
}

extension WebPPlanes: PlaneWriting {
    static func planes(for source: PlaneLayout, quality: Int, _ options: OutputOptions) -> FilePlanes? {
        PlanarWebPWriter.takes(options.webp) ? FilePlanes(PlanarWebPWriter.layout(for: source)) : nil
    }

    static func writer(
        _ size: PixelSize, _ layout: PlaneLayout, quality: Int, _ options: OutputOptions
    ) throws(CodecError) -> any PlaneFileSink {
        try PlanarWebPWriter(size: size, layout: layout, quality: quality, options: options.webp)
    }

    static func holdsPicture(_ options: OutputOptions) -> Bool { false }
}
