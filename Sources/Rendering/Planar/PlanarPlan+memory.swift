import Codecs
import ImageModel

extension PlanarPlan {
    /// Bytes that a run holds at most beside the source's and the files' own: rows of the decoded planes and of each
    /// picture, pictures that are turned or written more than once as a whole, and a row of a progressive source's
    /// coefficients. `outputs` are those of the whole plan.
    func peakBytes(of source: SourceHeader, outputs: [RenderPlan.Output]) -> Int {
        let samples = layout.planes == 1 ? 1.0 : 1 + 2 / Double(layout.across * layout.down)
        // Two bytes each, and eight for a block of 64, of a row of units.
        let coefficients = source.format == .jpeg ? Int(Double((source.stored.width + 64) * 32) * samples * 2.2) : 0
        let pictures = stages.contains { $0.product == .picture } ? Self.pictureBytes : 0
        return coefficients + decodedRows(source, samples)
            + stages.indices.map { stageBytes($0, isWhole: isWhole(stages[$0], outputs)) }.reduce(0, +)
            + Self.libraryBytes + pictures
    }

    /// Whether a picture is there as a whole: one that libvips goes on with, or that is turned or written twice, or whose writer
    /// keeps all of its coefficients.
    private func isWhole(_ stage: PlanarStagePlan, _ outputs: [RenderPlan.Output]) -> Bool {
        guard stage.product == .files, stage.outputs.count == 1, let first = stage.outputs.first else { return true }
        let jpeg = outputs[first].rendition.output.jpeg
        return outputs[first].geometry.orientation != .upright || jpeg.progressive ?? false
            || jpeg.optimisesTables ?? false
    }

    /// What libvips takes to go on with a picture, beside its pixels.
    private static let pictureBytes = 2 << 20

    /// What libjpeg keeps of its own, reading and writing.
    private static let libraryBytes = 1 << 20

    /// The ring behind the decoder: twice the tallest window, and groups of 16, as a power of two.
    private func decodedRows(_ source: SourceHeader, _ samples: Double) -> Int {
        // libwebp gives the picture as a whole.
        if source.format == .webp {
            let size = PlanarWebPReader.size(of: source.stored, denominator: denominator)
            return Int(Double((size.width + 192) * (size.height + 32)) * samples) + source.stored.width * 256
        }
        // dav1d gives the picture as a whole, too, and keeps it while rows are taken.
        let whole = source.format == .avif ? Self.av1Bytes(source, samples) : 0
        // Scales are rounded up to eighths.
        let finest = density(of: 0)
        let across = source.format == .jpeg ? min(1, finest.across + 0.125) : 1
        let down = source.format == .jpeg ? min(1, finest.down + 0.125) : 1
        let windows = stages.filter { $0.parent == nil }.map { stage in
            Self.window(Double(crop.size.height) * down / Double(stage.scaled.height)) * layout.down
        }
        let rows = Self.powerOfTwo(2 * (windows.max() ?? 1) + 32)
        let (width, height) = (Double(source.stored.width) * across + 192, Double(source.stored.height) * down + 64)
        return whole + Int(min(Double(rows), height) * width * max(samples, 1))
    }

    /// A decoded picture with its margins, and what dav1d keeps of its own.
    private static func av1Bytes(_ source: SourceHeader, _ samples: Double) -> Int {
        Int(Double((source.stored.width + 128) * (source.stored.height + 128)) * samples) + source.stored.width * 512
            + 4 << 20
    }

    private func stageBytes(_ index: Int, isWhole: Bool) -> Int {
        let stage = stages[index]
        let samples = stage.layout.planes == 1 ? 1.0 : 1 + 2 / Double(stage.layout.across * stage.layout.down)
        let window =
            stages.filter { $0.parent == index }
            .map { Self.window(Double(stage.scaled.height) / Double($0.scaled.height)) }.max() ?? 0
        let ring = Self.powerOfTwo(window + 64)
        let rows = isWhole ? max(stage.window.size.height + 32, ring) * 2 : ring
        // Weights for each row and column, in three planes, and one row of 16 bits each.
        let weights = (stage.scaled.width + stage.scaled.height) * (2 * Self.window(Self.step(stage, crop)) + 8) * 3
        return Int(Double(rows * (stage.window.size.width + 192)) * samples) + weights
    }

    private static func step(_ stage: PlanarStagePlan, _ crop: PixelRect) -> Double {
        max(
            Double(crop.size.width) / Double(stage.scaled.width), Double(crop.size.height) / Double(stage.scaled.height)
        )
    }

    /// Samples that a kernel of three lobes spans.
    private static func window(_ step: Double) -> Int { Int(6 * max(step, 1)) + 2 }

    private static func powerOfTwo(_ rows: Int) -> Int {
        var power = 1
        while power < rows { power *= 2 }
        return power
    }
}
