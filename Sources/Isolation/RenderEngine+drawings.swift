package import Codecs
package import ImageModel
package import Rendering

// Drawings are documents, which a library parses: where anything is isolated, they are judged and written anew by workers.
extension RenderEngine {
    /// Whether drawings are judged in this process, before `open` sees them; elsewhere the worker does that before it draws.
    package var judgesDrawingsHere: Bool { configuration.mode == .none }

    /// The drawing in `bytes`, written anew by a worker without anything that acts.
    ///
    /// - Throws: `undecodable`, with a `SVGSafetyError` as its cause when the drawing is refused; `overLimit`, `interrupted`,
    ///   `failed`.
    package func sanitised(
        _ bytes: [UInt8], neededBytes: Int, fingerprint: SourceFingerprint? = nil, interruption: Interruption? = nil
    ) throws(RenderError) -> EncodedBytes {
        var task = WorkerTask(job: .sanitise, source: bytes)
        task.needs(neededBytes)
        let answer = try ask(task, fingerprint, interruption)
        guard case .sanitised = answer.outcome, let file = answer.files.first else { throw Self.noAnswer }
        return file
    }
}
