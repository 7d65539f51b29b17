import Codecs
import ImageModel

extension PlanarPlan {
    /// Bytes that a run holds at most beside the source's and the files' own: what the decoder takes, rows of each picture, and
    /// pictures that are turned or written more than once as a whole. `outputs` are those of the whole plan.
    func peakBytes(of source: SourceHeader, outputs: [RenderPlan.Output]) -> Int {
        max(ownPeakBytes(of: source, outputs), finer?.ownPeakBytes(of: source, outputs) ?? 0)
    }

    private func ownPeakBytes(of source: SourceHeader, _ outputs: [RenderPlan.Output]) -> Int {
        let pictures = stages.contains { $0.product == .picture } ? Self.pictureBytes : 0
        return format.reading.peakBytes(of: source, in: self)
            + stages.indices.map { stageBytes($0, isWhole: isWhole(stages[$0], outputs)) }.reduce(0, +)
            + Self.libraryBytes + pictures
    }

    /// Whether a picture is there as a whole: one that libvips goes on with, or that is turned or written twice, or whose writer
    /// holds it.
    private func isWhole(_ stage: PlanarStagePlan, _ outputs: [RenderPlan.Output]) -> Bool {
        guard stage.product == .files, stage.outputs.count == 1, let first = stage.outputs.first else { return true }
        let output = outputs[first]
        return output.geometry.orientation != .upright
            || output.format.planeWriting?.holdsPicture(output.rendition.output) ?? true
    }

    /// What libvips takes to go on with a picture, beside its pixels.
    private static let pictureBytes = 2 << 20

    /// What libjpeg keeps of its own, reading and writing.
    private static let libraryBytes = 1 << 20

    /// The ring behind a decoder that gives rows, `density` samples for each pixel of a source of `size`: twice the tallest
    /// window, and groups of 16, as a power of two.
    func rowBytes(of size: PixelSize, at density: PlaneDensity) -> Int {
        let windows = stages.filter { $0.parent == nil }.map { stage in
            Self.window(Double(crop.size.height) * density.down / Double(stage.scaled.height)) * layout.down
        }
        let rows = Self.powerOfTwo(2 * (windows.max() ?? 1) + 32)
        let (width, height) = (Double(size.width) * density.across + 192, Double(size.height) * density.down + 64)
        return Int(min(Double(rows), height) * width * layout.samplesPerPixel)
    }

    private func stageBytes(_ index: Int, isWhole: Bool) -> Int {
        let stage = stages[index]
        let window =
            stages.filter { $0.parent == index }
            .map { Self.window(Double(stage.scaled.height) / Double($0.scaled.height)) }.max() ?? 0
        let ring = Self.powerOfTwo(window + 64)
        let rows = isWhole ? max(stage.window.size.height + 32, ring) * 2 : ring
        // Weights for each row and column, in three planes, and one row of 16 bits each.
        let weights = (stage.scaled.width + stage.scaled.height) * (2 * Self.window(Self.step(stage, crop)) + 8) * 3
        return Int(Double(rows * (stage.window.size.width + 192)) * stage.layout.samplesPerPixel) + weights
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
