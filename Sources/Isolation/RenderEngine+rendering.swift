package import Codecs
package import ImageModel
package import Rendering

extension RenderEngine {
    /// Like `Renderer.render`, in `place`, or if that is `nil`, where `place(of:_:overlays:)` decides; `known` is the
    /// result of `open` for the same bytes.
    ///
    /// - Throws: `notAnImage`, `undecodable`, `unencodable`, `overLimit`, `interrupted`, `failed`.
    package func render(
        _ plan: RenderPlan, from bytes: [UInt8], in place: Place? = nil, known: WorkerSource? = nil,
        overlays: Overlays = .none, fingerprint: SourceFingerprint? = nil, interruption: Interruption? = nil
    ) throws(RenderError) -> RenderResult {
        let place = place ?? self.place(of: plan, traits(of: bytes), overlays: overlays)
        guard place == .worker else {
            return try Renderer.render(plan, from: bytes, overlays: overlays, interruption: interruption)
        }
        var task = WorkerTask(
            job: .render(plan, maximumOverlayPixels: overlays.maximumPixels), source: bytes, known: known,
            overlays: overlays.byURL)
        task.memoryBytes = WorkerTask.memoryBytes(
            for: plan.peakBytes + overlays.peakBytes, sourceBytes: bytes.count)
        task.effort = plan.effort
        let answer = try ask(task, fingerprint, interruption)
        guard case .rendered(let outputs, let measurements) = answer.outcome, outputs.count == plan.outputs.count,
            outputs.allSatisfy({ answer.files.indices.contains($0.file) })
        else { throw Self.noAnswer }
        let images = outputs.map { output in
            RenderedImage(
                size: output.size, format: output.format, frames: output.frames, bytes: answer.files[output.file])
        }
        return RenderResult(images: images, measurements: measurements)
    }

    private func traits(of bytes: [UInt8]) -> SourceTraits {
        SourceTraits(
            isReadHere: ImageDecoder.quickHeader(of: bytes) != nil, SourceStructure(of: bytes),
            format: ImageFormat(signatureOf: bytes))
    }

    /// Like `Renderer.facts`.
    ///
    /// - Throws: `noSuchPage`, `overLimit`, `notAnImage`, `undecodable`, `interrupted`, `failed`.
    package func facts(
        _ request: SourceFacts.Request, of bytes: [UInt8], header: SourceHeader, limits: RenderLimits,
        fingerprint: SourceFingerprint? = nil, interruption: Interruption? = nil
    ) throws(RenderError) -> SourceFacts {
        guard placeOfFacts == .worker else {
            return try Renderer.facts(request, of: bytes, header: header, limits: limits, interruption: interruption)
        }
        var task = WorkerTask(job: .facts(request, header, limits), source: bytes)
        let needed = Renderer.peakBytes(of: request, header: header, limits: limits)
        task.memoryBytes = WorkerTask.memoryBytes(for: needed, sourceBytes: bytes.count)
        task.effort = request.needsPixels ? Double(header.stored.pixels) : 0
        let answer = try ask(task, fingerprint, interruption)
        guard case .facts(let facts) = answer.outcome else { throw Self.noAnswer }
        return facts
    }
}
