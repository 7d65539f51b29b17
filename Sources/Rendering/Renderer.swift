import Codecs
package import ImageModel

/// Runs a plan: bytes in, files out. A pure function without shared state; blocks the thread for as long as it takes.
package enum Renderer {
    /// The header of a source; decodes no pixels.
    ///
    /// - Throws: `notAnImage`.
    package static func header(of bytes: [UInt8]) throws(RenderError) -> SourceHeader {
        do {
            return try ImageDecoder.header(of: bytes)
        } catch {
            throw RenderError(error)
        }
    }

    /// The renditions of `plan`, which was made from the header of `bytes`.
    ///
    /// - Throws: `notAnImage`, `undecodable`, `unencodable`, `failed`.
    package static func render(_ plan: RenderPlan, from bytes: [UInt8]) throws(RenderError) -> RenderResult {
        do {
            return try ImageDecoder.withImage(of: bytes, format: plan.source.format, options: plan.decoding) {
                (source) throws(CodecError) in
                var run = RenderRun(plan, animation: source.animation)
                try run.decode(source)
                return try run.finish()
            }
        } catch {
            throw RenderError(error, format: plan.source.format)
        }
    }
}
