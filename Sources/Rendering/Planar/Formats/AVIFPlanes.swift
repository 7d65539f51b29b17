import Codecs
import ImageModel

/// AVIF in planes: read in the range that it was written in, by dav1d, and written in full range, by libheif. Both hold whole
/// pictures.
enum AVIFPlanes: PlaneReading {
    static let givesRows = false

    static func decode(_ bytes: [UInt8], into run: PlanarRun) throws(CodecError) -> Bool {
        try PlanarAVIFReader.reading(bytes, layout: run.plan.layout, size: run.stored) { (reader) throws(CodecError) in
            try run.make(from: reader)
        }
        return false
    }

    /// A decoded picture with its margins, what dav1d keeps of its own, and the rows that are taken from it.
    static func peakBytes(of source: SourceHeader, in plan: PlanarPlan) -> Int {
        let margin = 128
        let picture = Double((source.stored.width + margin) * (source.stored.height + margin))
        return Int(picture * plan.layout.samplesPerPixel) + source.stored.width * 512 + 4 << 20
            + plan.rowBytes(of: source.stored, at: .full)
    }
}

extension AVIFPlanes: PlaneWriting {
    static func planes(for source: PlaneLayout, quality: Int, _ options: OutputOptions) -> FilePlanes? {
        FilePlanes(options.avif.subsampling ?? .auto, quality: quality, of: source)
    }

    static func writer(
        _ size: PixelSize, _ layout: PlaneLayout, quality: Int, _ options: OutputOptions
    ) throws(CodecError) -> any PlaneFileSink {
        try PlanarAVIFWriter(size: size, layout: layout, quality: quality, options: options.avif)
    }

    static func holdsPicture(_ options: OutputOptions) -> Bool { false }
}
