package import Codecs
package import ImageModel
package import Rendering

extension RenderEngine {
    /// As `Renderer.render`, in `place`, or else where `place(of:_:overlays:)` says; `known` is what `open` said of the same
    /// bytes, and `traits` what is known of them.
    ///
    /// - Throws: `notAnImage`, `undecodable`, `unencodable`, `overLimit`, `interrupted`, `failed`.
    package func render(
        _ plan: RenderPlan, from bytes: [UInt8], in place: Place? = nil, known: WorkerSource? = nil,
        traits: SourceTraits? = nil, overlays: Overlays = .none, fingerprint: SourceFingerprint? = nil,
        interruption: Interruption? = nil
    ) throws(RenderError) -> RenderResult {
        let place = place ?? self.place(of: plan, traits ?? self.traits(of: bytes), overlays: overlays)
        guard place == .worker else {
            return try Renderer.render(plan, from: bytes, overlays: overlays, interruption: interruption)
        }
        var task = WorkerTask(
            job: .render(plan, maximumOverlayPixels: overlays.maximumPixels), source: bytes, known: known,
            overlays: overlays.byURL)
        task.needs(plan.peakBytes + overlays.peakBytes)
        task.effort = plan.effort
        // Many files of one source are there for their number, and may take as long as that takes.
        if let traits, plan.outputs.count > 1, plan.looksUp(traits) {
            task.estimatedTime = plan.estimatedTime(traits)
        }
        let answer = try ask(task, fingerprint, interruption)
        guard case .rendered(let outputs, let measurements, let isDamaged) = answer.outcome,
            outputs.count == plan.outputs.count, outputs.allSatisfy({ answer.files.indices.contains($0.file) })
        else { throw Self.noAnswer }
        let images = outputs.map { output in
            RenderedImage(
                size: output.size, format: output.format, frames: output.frames, bytes: answer.files[output.file])
        }
        return RenderResult(images: images, measurements: measurements, isDamaged: isDamaged)
    }

    private func traits(of bytes: [UInt8]) -> SourceTraits {
        SourceTraits(
            of: bytes, isReadHere: ImageDecoder.quickHeader(of: bytes) != nil, SourceStructure(of: bytes))
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
        task.needs(Renderer.peakBytes(of: request, header: header, limits: limits))
        task.effort = request.needsPixels ? Double(header.stored.pixels) : 0
        let answer = try ask(task, fingerprint, interruption)
        guard case .facts(let facts) = answer.outcome else { throw Self.noAnswer }
        return facts
    }
}
