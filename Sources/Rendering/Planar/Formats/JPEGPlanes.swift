import Codecs
import ImageModel

/// JPEG in planes: each plane is decoded at the smallest scale in eighths that is needed, and written block by block.
enum JPEGPlanes: PlaneReading {
    static let givesRows = true

    static func decode(_ bytes: [UInt8], into run: PlanarRun) throws(CodecError) -> Bool {
        try PlanarJPEGReader.reading(bytes) { (reader) throws(CodecError) in
            try reader.start(run.plan.densities, maximumScans: run.maximumScans, damage: run.damage)
            try run.make(from: reader)
            return reader.isDamaged
        }
    }

    static func peakBytes(of source: SourceHeader, in plan: PlanarPlan) -> Int {
        // Two bytes each, and eight for a block of 64, of a row of units.
        let coefficients = Int(Double((source.stored.width + 64) * 32) * plan.layout.samplesPerPixel * 2.2)
        // Scales are rounded up to eighths.
        let finest = plan.density(of: 0)
        let density = PlaneDensity(across: min(1, finest.across + 0.125), down: min(1, finest.down + 0.125))
        return coefficients + plan.rowBytes(of: source.stored, at: density)
    }
}

extension JPEGPlanes: PlaneWriting {
    static func planes(for source: PlaneLayout, quality: Int, _ options: OutputOptions) -> FilePlanes? {
        FilePlanes(options.jpeg.subsampling ?? .auto, quality: quality, of: source)
    }

    static func writer(
        _ size: PixelSize, _ layout: PlaneLayout, quality: Int, _ options: OutputOptions
    ) throws(CodecError) -> any PlaneFileSink {
        try PlanarJPEGWriter(size: size, layout: layout, quality: quality, options: options.jpeg)
    }

    /// All coefficients, until the last row is there.
    static func holdsPicture(_ options: OutputOptions) -> Bool {
        options.jpeg.progressive ?? false || options.jpeg.optimisesTables ?? false
    }
}
