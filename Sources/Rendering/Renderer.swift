import Codecs
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
    /// - Throws: `notAnImage`, `undecodable`, `unencodable`, `failed`.
    package static func render(
        _ plan: RenderPlan, from bytes: [UInt8], overlays: Overlays = .none
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
