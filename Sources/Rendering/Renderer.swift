package import Codecs
package import ImageModel
import Profiling

/// Runs a plan: bytes in, files out. A pure function without shared state; blocks the thread for as long as it takes.
package enum Renderer {
    /// The header of a source; decodes no pixels. `damage` is what will be done with the source if it is damaged.
    ///
    /// - Throws: `notAnImage`.
    package static func header(
        of bytes: [UInt8], usesThumbnail: Bool = false, damage: DamagePolicy = .refuse
    ) throws(RenderError) -> SourceHeader {
        do {
            return try ImageDecoder.header(of: bytes, usesThumbnail: usesThumbnail, damage: damage)
        } catch {
            throw RenderError(error)
        }
    }

    /// The renditions of `plan`, which was made from the header of `bytes`; `overlays` are the watermarks it names.
    ///
    /// It ends early when `interruption` is requested, as soon as the codecs at work can.
    ///
    /// - Throws: `notAnImage`, `undecodable`, `unencodable`, `interrupted`, `failed`.
    package static func render(
        _ plan: RenderPlan, from bytes: [UInt8], overlays: Overlays = .none, interruption: Interruption? = nil
    ) throws(RenderError) -> RenderResult {
        guard let interruption else { return try rendered(plan, bytes, overlays) }
        return try endingAt(interruption) { () throws(RenderError) in try rendered(plan, bytes, overlays) }
    }

    /// What `work` gives, unless it fails because it was asked to end.
    static func endingAt<Value>(
        _ interruption: Interruption, _ work: () throws(RenderError) -> Value
    ) throws(RenderError) -> Value {
        do {
            return try interruption.watching(work)
        } catch {
            guard interruption.isRequested else { throw error }
            throw RenderError(.interrupted, "The render was interrupted.", cause: error)
        }
    }

    private static func rendered(
        _ plan: RenderPlan, _ bytes: [UInt8], _ overlays: Overlays
    ) throws(RenderError) -> RenderResult {
        let outer = ProfileLabels.ofThread
        defer { outer.setOnThread() }
        do {
            switch plan.engine {
            // What our own readers can't show, nothing else can.
            case .planes(let planar): return try made(planar, of: plan, bytes, overlays)
            case .passes(let passes):
                let pages = plan.pages
                let read = try DamagedSource.read(bytes, plan.source.format, pages: pages, plan.damage) {
                    (bytes, damage) throws(CodecError) in
                    try made(passes, of: plan, bytes, overlays, damage)
                }
                var result = read.value
                result.isDamaged = result.isDamaged || read.isDamaged
                return result
            }
        } catch {
            throw RenderError(error, format: plan.source.format)
        }
    }

    private static func made(
        _ planar: PlanarPlan, of plan: RenderPlan, _ bytes: [UInt8], _ overlays: Overlays
    ) throws(CodecError) -> RenderResult {
        let clock = StageClock(StageLabels(.current, engine: "planar", format: plan.source.format))
        let files = OutputFiles(plan, overlays: overlays, clock: clock)
        let run = try PlanarRun(planar, of: plan, bytes, files: files, clock: clock)
        var isDamaged = try run.run(on: bytes)
        if run.needsFinerPlan, let finer = planar.finer {
            isDamaged = try PlanarRun(finer, of: plan, bytes, files: files, clock: clock).run(on: bytes)
        }
        return files.result(isDamaged: isDamaged)
    }

    /// `damage` is the policy for what libvips decodes in this attempt.
    private static func made(
        _ passes: [DecodePass], of plan: RenderPlan, _ bytes: [UInt8], _ overlays: Overlays, _ damage: DamagePolicy
    ) throws(CodecError) -> RenderResult {
        let clock = StageClock(StageLabels(.current, engine: "libvips", format: plan.source.format))
        let files = OutputFiles(plan, overlays: overlays, clock: clock)
        for pass in passes {
            clock.enter(.decode)
            var options = pass.options
            options.damage = damage
            try ImageDecoder.withImage(of: bytes, format: plan.source.format, options: options) {
                (source) throws(CodecError) in
                try PassRun(pass, of: plan, source, files: files, clock: clock).run(on: source)
            }
        }
        return files.result(isDamaged: false)
    }
}

extension RenderPlan {
    /// The pages and frames of the source that are decoded, and those between them.
    fileprivate var pages: Range<Int> {
        let starts = passes.map(\.options.page), ends = passes.map { $0.options.page + $0.options.frames }
        return (starts.min() ?? 0)..<(ends.max() ?? 1)
    }
}
