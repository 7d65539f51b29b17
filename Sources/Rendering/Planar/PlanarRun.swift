import Codecs
import ImageModel

/// One run of a `PlanarPlan`: rows are decoded, sent down the ladder and written, a group at a time.
///
/// A class because a format's reader opens and closes around it; it stays on the render's thread.
final class PlanarRun {
    let plan: PlanarPlan
    let render: RenderPlan
    let files: OutputFiles
    let clock: StageClock
    /// By stage: what takes the planes of stages whose product is a picture. They know what the source says of itself.
    private let pictures: [Int: PlanePicture]
    /// The source's own profile, for outputs that keep it.
    let profile: [UInt8]?
    /// The time until the decoder is ready.
    private let opening: StageClock.Span
    /// Whether the run ended early, without any result, because a picture has colours that are too fine for its layout: then
    /// `PlanarPlan.finer` is the right plan. So the usual picture is made in one go, and others cost the rows up to there.
    private(set) var needsFinerPlan = false

    /// A run of `render` on `bytes`, which is what `plan` is made for.
    ///
    /// - Throws: `unreadableHeader`, `operationFailed`.
    init(
        _ plan: PlanarPlan, of render: RenderPlan, _ bytes: [UInt8], files: OutputFiles, clock: StageClock
    ) throws(CodecError) {
        self.plan = plan
        self.render = render
        self.files = files
        self.clock = clock
        clock.enter(.decode)
        var (pictures, profile): ([Int: PlanePicture], [UInt8]?) = ([:], nil)
        let wanted = plan.stages.indices.filter { plan.stages[$0].product == .picture }
        if !wanted.isEmpty {
            var options = DecodeOptions()
            options.damage = render.damage
            try ImageDecoder.withImage(of: bytes, format: render.source.format, options: options) {
                (source) throws(CodecError) in
                profile = render.source.hasProfile ? source.profile : nil
                for index in wanted {
                    let stage = plan.stages[index]
                    pictures[index] = try PlanePicture(size: stage.scaled, layout: stage.layout, like: source)
                }
            }
        }
        self.pictures = pictures
        self.profile = profile
        opening = clock.begin(.decode)
    }

    /// Decodes `bytes` and makes everything of the plan from them; returns whether there was damage that is shown.
    ///
    /// - Throws: `undecodable`, `unencodable`, `interrupted`, `operationFailed`.
    func run(on bytes: [UInt8]) throws(CodecError) -> Bool {
        let isDamaged = try plan.format.reading.decode(bytes, into: self)
        clock.measurements.decodes += 1
        guard !needsFinerPlan else { return isDamaged }
        for (index, stage) in plan.stages.enumerated() {
            if let picture = pictures[index] { try finish(picture, stage.outputs) }
        }
        return isDamaged
    }

    /// Fills the pictures and makes the files of the plan from `reader`, which has been opened as the plan wants it.
    ///
    /// - Throws: as `run`.
    func make<Source: PlaneSource & ~Copyable>(from reader: borrowing Source) throws(CodecError) {
        clock.end(opening)
        clock.measurements.decodedPixels += reader.size(of: 0).pixels
        let decoded = (0..<plan.layout.planes).map {
            DecodedPlane(size: reader.size(of: $0), density: reader.density(of: $0))
        }
        let stages = try stages(of: decoded)
        try decode(reader, into: stages.filter { $0.plan.parent == nil }, probes: stages.compactMap(\.probe))
        guard !needsFinerPlan else { return }
        for stage in stages where stage.plan.product == .files { try finish(stage) }
    }

    private func stages(of decoded: [DecodedPlane]) throws(CodecError) -> [PlanarStage] {
        // Children first: a stage knows its own.
        var stages: [Int: PlanarStage] = [:]
        for index in plan.stages.indices.reversed() {
            let children = plan.stages.indices.filter { plan.stages[$0].parent == index }.compactMap { stages[$0] }
            stages[index] = try stage(index, of: decoded, children)
        }
        return plan.stages.indices.compactMap { stages[$0] }
    }

    private func stage(
        _ index: Int, of decoded: [DecodedPlane], _ children: [PlanarStage]
    ) throws(CodecError) -> PlanarStage {
        let wanted = plan.stages[index]
        var resamplers: [PlaneResampler] = []
        for plane in 0..<wanted.layout.planes {
            resamplers.append(try resampler(wanted, plane, of: decoded[plane]))
        }
        return PlanarStage(
            wanted, resamplers: resamplers, children: children, sink: try sink(index),
            probe: try probe(wanted, of: decoded))
    }

    private func probe(_ stage: PlanarStagePlan, of decoded: [DecodedPlane]) throws(CodecError) -> ColourProbe? {
        guard stage.finerLayout != nil else { return nil }
        let finer = stage.finer
        var resamplers: [PlaneResampler] = []
        for plane in 1..<finer.layout.planes { resamplers.append(try resampler(finer, plane, of: decoded[plane])) }
        return ColourProbe(resamplers, of: finer.window.size, gridTop: stage.gridTop)
    }

    /// What takes the rows as they come; `nil` for outputs that are turned or written twice, which need the whole.
    private func sink(_ index: Int) throws(CodecError) -> (any PlaneSink)? {
        if let picture = pictures[index] { return picture }
        let stage = plan.stages[index]
        let first = render.outputs[stage.outputs[0]]
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
    private func decode<Source: PlaneSource & ~Copyable>(
        _ reader: borrowing Source, into roots: [PlanarStage], probes: [ColourProbe]
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
            if probes.contains(where: \.isVisible) {
                needsFinerPlan = true
                return
            }
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

extension PlanarRun {
    // What a reader has to know.

    var stored: PixelSize { render.source.stored }
    var maximumScans: Int { render.limits.maximumScans }
    var damage: DamagePolicy { render.damage }
}
