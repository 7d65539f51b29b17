package import Codecs
package import ImageModel
package import Rendering

/// Where sources are decoded: in this process, or in workers that a decoder's mistake can't leave. Blocks the thread, as
/// `Renderer` does.
package struct RenderEngine: Sendable {
    private let configuration: IsolationConfiguration
    private let pool: WorkerPool

    package init(_ configuration: IsolationConfiguration) {
        self.configuration = configuration
        pool = WorkerPool(configuration)
    }

    /// Everything in this process.
    package static var inProcess: RenderEngine {
        var configuration = IsolationConfiguration()
        configuration.mode = .none
        return RenderEngine(configuration)
    }

    /// What became of workers until now.
    package var workers: WorkerCounts { pool.counts }

    /// Ends the workers. Call it when no render runs any more.
    package func shutDown() { pool.shutDown() }

    /// Bytes that `workers` workers hold without work; none where nothing is isolated.
    package func standingBytes(workers: Int) -> Int {
        configuration.mode == .none ? 0 : workers * IsolationConfiguration.standingBytes
    }

    /// Bytes that a render takes beside those of its plan where it is isolated: the source in the worker's input and in its memory.
    package func extraBytes(for plan: RenderPlan, sourceBytes: Int) -> Int {
        isolates(plan) ? 2 * sourceBytes : 0
    }

    /// Whether a worker does it, whatever is laid over it.
    private func isolates(_ plan: RenderPlan) -> Bool {
        configuration.mode.isolates(plan.source.format)
            || plan.outputs.contains { output in
                configuration.mode.isolatesWriting(output.format)
                    || output.substitute.map { configuration.mode.isolatesWriting($0.format) } ?? false
            }
    }

    /// As `Renderer.header`.
    ///
    /// - Throws: `notAnImage`, `undecodable`, `overLimit`, `interrupted`, `failed`.
    package func header(
        of bytes: [UInt8], usesThumbnail: Bool = false, interruption: Interruption? = nil
    ) throws(RenderError) -> SourceHeader {
        guard configuration.mode.isolates(ImageFormat(signatureOf: bytes)) else {
            return try Renderer.header(of: bytes, usesThumbnail: usesThumbnail)
        }
        return try header(WorkerTask(job: .header(usesThumbnail: usesThumbnail), source: bytes), interruption)
    }

    /// The header of a source that will be rendered: a worker that reads it keeps the source, for `render` to say which.
    ///
    /// - Throws: as `header`.
    package func open(
        _ bytes: [UInt8], usesThumbnail: Bool = false, interruption: Interruption? = nil
    ) throws(RenderError) -> (header: SourceHeader, known: WorkerSource?) {
        guard configuration.mode.isolates(ImageFormat(signatureOf: bytes)), KeptSources.keeps(byteCount: bytes.count)
        else {
            return (try header(of: bytes, usesThumbnail: usesThumbnail, interruption: interruption), nil)
        }
        let known = pool.newSource()
        let task = WorkerTask(
            job: .header(usesThumbnail: usesThumbnail), source: bytes, known: known, keepsSource: true)
        return (try header(task, interruption), known)
    }

    private func header(_ task: WorkerTask, _ interruption: Interruption?) throws(RenderError) -> SourceHeader {
        let answer = try ask(task, interruption)
        guard case .header(let header) = answer.outcome, header.isPlausible else { throw Self.noAnswer }
        return header
    }

    /// The header where it is told in microseconds, so that no thread has to be waited for; `nil` elsewhere.
    package func quickHeader(of bytes: [UInt8]) -> SourceHeader? {
        guard bytes.count <= Self.quickBytes, !configuration.mode.isolates(ImageFormat(signatureOf: bytes)) else {
            return nil
        }
        return ImageDecoder.quickHeader(of: bytes)
    }

    /// Of a longer source, the scans may take a while to be counted.
    private static let quickBytes = 64 << 10

    /// As `Renderer.render`; `known` is what `open` said of the same bytes.
    ///
    /// - Throws: `notAnImage`, `undecodable`, `unencodable`, `overLimit`, `interrupted`, `failed`.
    package func render(
        _ plan: RenderPlan, from bytes: [UInt8], known: WorkerSource? = nil, overlays: Overlays = .none,
        interruption: Interruption? = nil
    ) throws(RenderError) -> RenderResult {
        let files = overlays.byURL
        let isRisky = files.contains { configuration.mode.isolates(ImageFormat(signatureOf: $0.bytes)) }
        guard isRisky || isolates(plan) else {
            return try Renderer.render(plan, from: bytes, overlays: overlays, interruption: interruption)
        }
        let job = WorkerRequest.Job.render(plan, maximumOverlayPixels: overlays.maximumPixels)
        let answer = try ask(WorkerTask(job: job, source: bytes, known: known, overlays: files), interruption)
        guard case .rendered(let outputs, let measurements) = answer.outcome, outputs.count == plan.outputs.count,
            outputs.allSatisfy({ answer.files.indices.contains($0.file) })
        else { throw Self.noAnswer }
        let images = outputs.map { output in
            RenderedImage(
                size: output.size, format: output.format, frames: output.frames, bytes: answer.files[output.file])
        }
        return RenderResult(images: images, measurements: measurements)
    }

    /// As `Renderer.facts`.
    ///
    /// - Throws: `noSuchPage`, `overLimit`, `notAnImage`, `undecodable`, `interrupted`, `failed`.
    package func facts(
        _ request: SourceFacts.Request, of bytes: [UInt8], header: SourceHeader, limits: RenderLimits,
        interruption: Interruption? = nil
    ) throws(RenderError) -> SourceFacts {
        guard configuration.mode.isolates(header.format) else {
            return try Renderer.facts(request, of: bytes, header: header, limits: limits, interruption: interruption)
        }
        let answer = try ask(WorkerTask(job: .facts(request, header, limits), source: bytes), interruption)
        guard case .facts(let facts) = answer.outcome else { throw Self.noAnswer }
        return facts
    }

    private func ask(_ task: WorkerTask, _ interruption: Interruption?) throws(RenderError) -> WorkerAnswer {
        let answer: WorkerAnswer
        do throws(IsolationError) {
            answer = try pool.perform(task, interruption: interruption)
        } catch {
            throw renderError(error)
        }
        if case .failed(let code, let message) = answer.outcome { throw RenderError(code, message) }
        return answer
    }

    private func renderError(_ error: IsolationError) -> RenderError {
        switch error.code {
        case .ended, .malformed:
            RenderError(
                .undecodable,
                "The source's decoder failed on it, or wanted more memory than it may have (worker-memory).",
                cause: error)
        case .outOfTime:
            RenderError(
                .overLimit, "The source takes longer to decode than is allowed (worker-timeout).", cause: error)
        case .interrupted: RenderError(.interrupted, "The render was ended.", cause: error)
        case .unavailable: RenderError(.failed, "The source cannot be decoded now.", cause: error)
        }
    }

    private static var noAnswer: RenderError {
        RenderError(.undecodable, "The source's decoder failed on it.")
    }
}

extension SourceHeader {
    /// Whether the numbers can be those of a picture: a worker may have been made to say any.
    fileprivate var isPlausible: Bool {
        let side = 1...100_000_000
        return side.contains(stored.width) && side.contains(stored.height) && (1...1_000).contains(bands)
            && [1, 2, 4, 8, 16].contains(sampleBytes) && (1...10_000_000).contains(frames)
            && (1...10_000_000).contains(pages) && (0...1_000_000).contains(filterPrimitives)
            && planes.map { (1...4).contains($0.across) && (1...4).contains($0.down) } ?? true
    }
}
