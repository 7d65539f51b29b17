import Codecs
import ImageModel
import Profiling

/// One run of a `PlanarPlan`: rows are decoded, sent down the ladder and written, a group at a time.
struct PlanarRun {
    private let plan: PlanarPlan
    private let outputs: [RenderPlan.Output]
    /// By stage: what takes the planes of stages whose product is a picture.
    private let pictures: [Int: PlanePicture]
    private let clock: StageClock
    /// Luma samples that were decoded.
    private(set) var decodedPixels = 0

    init(_ plan: PlanarPlan, outputs: [RenderPlan.Output], pictures: [Int: PlanePicture], clock: StageClock) {
        self.plan = plan
        self.outputs = outputs
        self.pictures = pictures
        self.clock = clock
    }

    /// The files, by output, of stages that give files; the pictures have been filled then.
    ///
    /// - Throws: `undecodable`, `unencodable`, `operationFailed`.
    mutating func files<Source: PlaneSource & ~Copyable>(
        from reader: borrowing Source
    ) throws(CodecError) -> [Int: EncodedBytes] {
        decodedPixels = reader.size(of: 0).pixels
        let decoded = (0..<plan.layout.planes).map {
            DecodedPlane(size: reader.size(of: $0), density: reader.density(of: $0))
        }
        var stages: [PlanarStage?] = plan.stages.map { _ in nil }
        for index in plan.stages.indices.reversed() {
            let children = plan.stages.indices.filter { plan.stages[$0].parent == index }.compactMap { stages[$0] }
            stages[index] = try stage(index, of: decoded, children)
        }
        let roots = plan.stages.indices.filter { plan.stages[$0].parent == nil }.compactMap { stages[$0] }
        try decode(reader, into: roots)
        var files: [Int: EncodedBytes] = [:]
        for stage in stages.compactMap(\.self) where stage.plan.product == .files { try finish(stage, &files) }
        return files
    }

    private func stage(
        _ index: Int, of decoded: [DecodedPlane], _ children: [PlanarStage]
    ) throws(CodecError) -> PlanarStage {
        let wanted = plan.stages[index]
        var resamplers: [PlaneResampler] = []
        for plane in 0..<wanted.layout.planes {
            resamplers.append(try resampler(wanted, plane, of: decoded[plane]))
        }
        return PlanarStage(wanted, resamplers: resamplers, children: children, sink: try sink(index))
    }

    /// What takes the rows as they come; `nil` for outputs that are turned or written twice, which need the whole.
    private func sink(_ index: Int) throws(CodecError) -> (any PlaneSink)? {
        if let picture = pictures[index] { return picture }
        let stage = plan.stages[index]
        let first = outputs[stage.outputs[0]]
        guard stage.outputs.count == 1, first.geometry.orientation == .upright else { return nil }
        return try Self.writer(for: first, stage.layout)
    }

    private func resampler(
        _ wanted: PlanarStagePlan, _ plane: Int, of decoded: DecodedPlane
    ) throws(CodecError) -> PlaneResampler {
        let source: PixelSize
        var axes: (across: PlaneResampler.Axis, down: PlaneResampler.Axis)
        if let parent = wanted.parent.map({ plan.stages[$0] }) {
            source = parent.size(of: plane)
            axes = wanted.axes(
                of: plane, left: 0, top: 0, width: Double(parent.scaled.width), height: Double(parent.scaled.height),
                in: parent.layout, gridLeft: parent.gridLeft, gridTop: parent.gridTop)
        } else {
            source = decoded.size
            // In pixels of the source first.
            axes = wanted.axes(
                of: plane, left: Double(plan.crop.left), top: Double(plan.crop.top),
                width: Double(plan.crop.size.width), height: Double(plan.crop.size.height), in: plan.layout.finest)
            axes.across.scale(by: decoded.density.across)
            axes.down.scale(by: decoded.density.down)
            let limits = plan.limits(at: decoded.density)
            axes.across.limits = limits.across.clamped(to: 0..<source.width)
            axes.down.limits = limits.down.clamped(to: 0..<source.height)
        }
        let range = wanted.parent.map { plan.stages[$0].layout.range } ?? plan.layout.range
        return try PlaneResampler(
            from: source, to: wanted.size(of: plane), across: axes.across, down: axes.down, wanted.resampling,
            levels: range.levels(of: plane, to: wanted.layout.range))
    }

    /// Decodes until no picture needs more.
    private mutating func decode<Source: PlaneSource & ~Copyable>(
        _ reader: borrowing Source, into roots: [PlanarStage]
    ) throws(CodecError) {
        var planes: [PlaneRows] = []
        for plane in 0..<plan.layout.planes {
            let window = roots.map { $0.window(of: plane) }.max() ?? 0
            planes.append(reader.rows(of: plane, keeping: 2 * window + 2 * reader.group(of: plane)))
        }
        while planes.contains(where: { $0.ready < $0.size.height }), !roots.allSatisfy(\.isComplete) {
            for (plane, rows) in planes.enumerated() {
                let needed = roots.map { $0.firstNeeded(of: plane) }.min() ?? .max
                guard needed == .max || rows.ready + reader.group(of: plane) <= needed + rows.capacity else {
                    throw CodecError(.operationFailed, detail: "planes ran out of step")
                }
            }
            try Interruption.check()
            let span = clock.begin(.decode)
            try reader.read(into: planes)
            clock.end(span)
            for root in roots { _ = try root.advance(from: planes, clock) }
        }
    }

    private mutating func finish(
        _ stage: PlanarStage, _ files: inout [Int: EncodedBytes]
    ) throws(CodecError) {
        let span = clock.begin(.encode)
        defer { clock.end(span) }
        if let file = try (stage.sink as? any PlaneFileSink)?.finish() {
            files[stage.plan.outputs[0]] = file
            return
        }
        for index in stage.plan.outputs {
            let output = outputs[index]
            // Outputs that are the same (a source smaller than two of the sizes asked for) share one file.
            if let same = stage.plan.outputs.first(where: { files[$0] != nil && outputs[$0].isFile(of: output) }) {
                files[index] = files[same]
                continue
            }
            let orientation = output.geometry.orientation
            let planes = orientation == .upright ? stage.planes : stage.planes.map { $0.turned(by: orientation) }
            let writer = try Self.writer(for: output, stage.plan.layout)
            _ = try writer.write(planes)
            files[index] = try writer.finish()
        }
    }

    private static func writer(
        for output: RenderPlan.Output, _ layout: PlaneLayout
    ) throws(CodecError) -> any PlaneFileSink {
        let (size, quality, options) = (output.geometry.output, output.quality, output.rendition.output)
        switch output.format {
        case .webp:
            return try PlanarWebPWriter(size: size, layout: layout, quality: quality, options: options.webp)
        case .avif:
            return try PlanarAVIFWriter(size: size, layout: layout, quality: quality, options: options.avif)
        default:
            return try PlanarJPEGWriter(size: size, layout: layout, quality: quality, options: options.jpeg)
        }
    }
}

/// A plane as it comes from the source.
private struct DecodedPlane {
    var size: PixelSize
    var density: PlaneDensity
}

extension PlaneResampler.Axis {
    /// The same in samples of which there are `density` for each that was counted.
    fileprivate mutating func scale(by density: Double) {
        start *= density
        step *= density
    }
}

extension RenderPlan.Output {
    /// Whether `other`, made of the same picture, is the same file.
    fileprivate func isFile(of other: RenderPlan.Output) -> Bool {
        geometry == other.geometry && format == other.format && quality == other.quality
            && rendition.output == other.rendition.output
    }
}
