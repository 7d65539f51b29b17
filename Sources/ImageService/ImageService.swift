import ImageModel
package import Rendering
package import Sources
package import Storage

/// The use cases: a source in, its renditions out. One way for requests, command line and batches.
package struct ImageService: Sendable {
    private let reader: SourceReader
    private let pool: RenderPool
    private let store: DirectoryStore?
    private let limits: RenderLimits
    package let ledger: MemoryLedger

    /// `store` is `nil` when nothing may be stored: requests that name a template are then refused.
    package init(
        reader: SourceReader, pool: RenderPool, store: DirectoryStore? = nil, limits: RenderLimits = RenderLimits(),
        ledger: MemoryLedger = MemoryLedger()
    ) {
        self.reader = reader
        self.pool = pool
        self.store = store
        self.limits = limits
        self.ledger = ledger
    }

    /// Requests that wait for a render thread.
    package var renderQueueLength: Int { pool.queueLength }

    package var renderThreads: Int { pool.threadCount }

    /// Fetches the source once, decodes it once, and makes every rendition; stores them if the request says so.
    ///
    /// `trace` is filled as far as the request got, also when this throws. Cancelling the task ends the fetch, and the
    /// wait for a render thread; a render that has begun ends first.
    package func render(
        _ request: RenderRequest, trace: inout RenderTrace
    ) async throws(ServiceError) -> RenderOutcome {
        let reservation = if case .upload(let upload) = request.source { upload.reservation } else { ledger.open() }
        defer { trace.peakReservedBytes = reservation.peakBytes }
        trace.sources = 1
        guard request.store == nil || store != nil else { throw .noStore }
        let (bytes, names) = try await content(of: request.source, reservation, &trace)
        trace.bytesIn = bytes.count
        let (plan, result, hash) = try await rendered(bytes, request, reservation, &trace)
        reservation.set(0, for: .source)
        var outcome = RenderOutcome(
            source: plan.source, stem: names.stem, sourceBytes: bytes.count,
            outputs: result.images.map { image in
                let facts = RenderedImageFacts(
                    size: image.size, format: image.format, frames: image.frames, byteCount: image.bytes.count)
                return RenderOutcome.Output(image: facts, bytes: image.bytes)
            },
            reservation: reservation)
        if let template = request.store {
            let start = ContinuousClock.now
            // Stored or given up: the bytes are let go.
            defer {
                trace.write += .now - start
                reservation.set(0, for: .output)
            }
            try await keep(&outcome, of: request, as: template, names: names, hash: hash)
        }
        trace.renditions = outcome.outputs.count
        trace.bytesOut = outcome.outputs.reduce(0) { $0 + $1.image.byteCount }
        return outcome
    }

    /// The names that a template can use of a source.
    private struct SourceNames {
        var stem: String
        var directory: String
    }

    private func content(
        of source: RenderRequest.Source, _ reservation: MemoryLedger.Reservation, _ trace: inout RenderTrace
    ) async throws(ServiceError) -> (bytes: [UInt8], names: SourceNames) {
        switch source {
        case .upload(let upload):
            reservation.set(upload.bytes.capacity, for: .source)
            return (upload.bytes, SourceNames(stem: Self.stem(of: upload.name), directory: ""))
        case .reference(let reference):
            let start = ContinuousClock.now
            defer { trace.fetch = .now - start }
            trace.downloads = 1
            do {
                let content = try await reader.read(reference) { reservation.set($0, for: .source) }
                return (content.bytes, SourceNames(stem: Self.stem(of: content.name), directory: reference.directory))
            } catch {
                throw error.code == .cancelled ? .cancelled : .source(error)
            }
        }
    }

    private func rendered(
        _ bytes: [UInt8], _ request: RenderRequest, _ reservation: MemoryLedger.Reservation, _ trace: inout RenderTrace
    ) async throws(ServiceError) -> (plan: RenderPlan, result: RenderResult, hash: String) {
        let (limits, renditions, needsHash) = (limits, request.renditions, request.store?.uses(.hash) ?? false)
        let outcome: Result<(RenderPlan, RenderResult, String), RenderError>
        do {
            (outcome, trace.queue) = try await pool.run {
                Result { () throws(RenderError) in
                    let plan = try RenderPlan(renditions, of: Renderer.header(of: bytes), limits: limits)
                    reservation.set(plan.peakBytes, for: .working)
                    defer { reservation.set(0, for: .working) }
                    let result = try Renderer.render(plan, from: bytes)
                    reservation.set(result.images.reduce(0) { $0 + $1.bytes.count }, for: .output)
                    return (plan, result, needsHash ? SourceHash.of(bytes) : "")
                }
            }
        } catch {
            throw .cancelled
        }
        do {
            let (plan, result, hash) = try outcome.get()
            trace.rendering = result.measurements
            return (plan, result, hash)
        } catch {
            throw .render(error)
        }
    }

    private func keep(
        _ outcome: inout RenderOutcome, of request: RenderRequest, as template: NameTemplate, names: SourceNames,
        hash: String
    ) async throws(ServiceError) {
        guard let store else { throw .noStore }
        let values = zip(outcome.outputs, request.renditions).enumerated().map { index, made in
            NameValues(
                stem: names.stem, dir: request.directory ?? names.directory, hash: hash, size: made.0.image.size,
                fit: made.1.fit, format: made.0.image.format,
                quality: Self.quality(of: made.1, as: made.0.image.format), index: index + 1)
        }
        do {
            let files = Self.distinctFiles(outcome.outputs)
            let paths = try template.paths(for: files.map { values[$0] })
            try request.claims?.claim(paths)
            for (file, path) in zip(files, paths) {
                guard let bytes = outcome.outputs[file].bytes else { continue }
                try await store.write(bytes, to: path)
                for index in outcome.outputs.indices where outcome.outputs[index].bytes === bytes {
                    outcome.outputs[index].path = path
                    outcome.outputs[index].bytes = nil
                }
            }
        } catch {
            throw error.code == .cancelled ? .cancelled : .storage(error)
        }
    }

    /// The quality that a file was written with; `nil` where its format has none.
    private static func quality(of rendition: Rendition, as format: ImageFormat) -> Int? {
        format.hasQuality ? rendition.quality ?? format.defaultQuality : nil
    }

    /// The outputs that are files of their own: of those that share one, the first.
    private static func distinctFiles(_ outputs: [RenderOutcome.Output]) -> [Int] {
        outputs.indices.filter { index in
            !outputs[..<index].contains { $0.bytes === outputs[index].bytes }
        }
    }

    /// A file name without its last extension.
    private static func stem(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
