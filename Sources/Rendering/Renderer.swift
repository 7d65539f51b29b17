package import Codecs
package import ImageModel
import Profiling

/// Runs a plan: bytes in, files out. A pure function without shared state; blocks the thread for as long as it takes.
package enum Renderer {
    /// The header of a source; decodes no pixels.
    ///
    /// - Throws: `notAnImage`.
    package static func header(
        of bytes: [UInt8], usesThumbnail: Bool = false
    ) throws(RenderError) -> SourceHeader {
        do {
            return try ImageDecoder.header(of: bytes, usesThumbnail: usesThumbnail)
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
        do {
            let (labels, outer) = (ProfileLabels.current, ProfileLabels.ofThread)
            defer { outer.setOnThread() }
            var run = RenderRun(plan, overlays: overlays)
            for pass in plan.passes {
                if let planar = plan.planar(pass) {
                    run.labels = StageLabels(labels, engine: "planar", format: plan.source.format)
                    try run.run(planar, of: bytes)
                    continue
                }
                run.labels = StageLabels(labels, engine: "libvips", format: plan.source.format)
                run.labels.decode.setOnThread()
                try ImageDecoder.withImage(of: bytes, format: plan.source.format, options: pass.options) {
                    (source) throws(CodecError) in
                    try run.run(pass, on: source)
                }
            }
            return run.finish()
        } catch {
            throw RenderError(error, format: plan.source.format)
        }
    }
}
