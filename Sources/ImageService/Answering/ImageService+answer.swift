import ImageModel
import Profiling
import Rendering
import Sources
import Storage

// The one way: fetch → check → open → plan → overlays → render → name → claim → store.
extension ImageService {
    /// The answer to `asked`: its source is fetched once and opened once, and every rendition is made from it, and
    /// stored if requested.
    ///
    /// A picture stands in for a source that is not available if `asked` allows it (`Asked.Fallback`).
    ///
    /// What it takes is noted on the task's account (`RequestAccount`), even if this throws. Cancelling the task ends
    /// the fetch and the wait for a render thread; a render that has begun ends where its codecs can be stopped.
    ///
    /// - Throws: what is wrong with the source, also if the picture that would stand in for it fails; `storage`,
    ///   `noStore`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    package func answer(_ asked: Asked) async throws(ServiceError) -> Answer {
        let labels = ProfileLabels.current.with("priority", asked.priority.rawValue)
        return try await ProfileLabels.withTaskLabels(labels) { () async throws(ServiceError) in
            do throws(ServiceError) {
                return try await answerByCache(asked)
            } catch {
                return try await answer(asked, inPlaceOf: error)
            }
        }
    }

    func answerBySource(_ asked: Asked) async throws(ServiceError) -> Answer {
        RequestAccount.note { $0.sources += 1 }
        guard asked.store == nil || store != nil else { throw .noStore }
        switch try await arrival(of: asked) {
        case .unchanged(let source):
            return Answer(.unchanged, AnswerBasis(source), stem: stem(for: asked, source.name))
        case .passedOn(let source, let format):
            return passed(.passedOn(source, format), source.metadata, asked)
        case .whole(let source):
            var answer = try await make(asked, of: source)
            try claim(answer, for: asked)
            try await keep(&answer)
            return answer
        }
    }

    /// Everything that `asked` makes from `source`, in memory, with the names under which it will be stored.
    ///
    /// - Throws: `wrongChecksum`, `render`, `drawing`, `source` for a watermark that is not available, `storage` with
    ///   `collision`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func make(_ asked: Asked, of source: FetchedSource) async throws(ServiceError) -> Answer {
        RequestAccount.note { $0.reserved(source.reservation.peakBytes) }
        if let checksum = asked.checksum { try await check(source) { checksum.matches($0) } }
        if asked.keeping == .everything {
            let format = ImageFormat(signatureOf: source.content.bytes)
            return passed(.source(source.held, format), source.content.metadata, asked)
        }
        let opened = try await open(
            source, for: asked.renditions, hashing: asked.needsHash(of: source), priority: asked.priority,
            damage: damage(for: asked))
        switch asked.product {
        case .facts(let wish): return try await facts(wish, about: opened, asked)
        case .renditions(let renditions): return try await files(renditions, of: opened, asked)
        }
    }

    /// What becomes of a damaged source of `asked`; facts need an undamaged one.
    private func damage(for asked: Asked) -> DamagePolicy {
        if case .facts = asked.product { return .refuse }
        return damagePolicy(for: asked.destination)
    }

    /// What determines the answer besides `asked` and its source: limits and the configured watermark.
    package func fingerprint(of asked: Asked) -> String {
        "\(limits.replaced(by: asked.limits)) \(watermarkFingerprint(for: asked.renditions))"
    }

    /// An unchanged source, unless the caller already has it.
    private func passed(_ content: Answer.Content, _ source: SourceMetadata, _ asked: Asked) -> Answer {
        var basis = AnswerBasis(source)
        basis.treatment = AnswerBasis.keptFingerprint
        let isKnown = asked.isKnown?(basis) ?? false
        return Answer(isKnown ? .unchanged : content, basis, stem: stem(for: asked, source.name))
    }

    private func facts(
        _ wish: FactsWish, about opened: OpenedSource, _ asked: Asked
    ) async throws(ServiceError) -> Answer {
        let facts = try await facts(
            wish.request, of: opened, limits: limits.replaced(by: asked.limits))
        return Answer(
            .facts(opened.header, facts), AnswerBasis(opened), stem: stem(for: asked, opened.content.name))
    }

    private func files(
        _ renditions: [Rendition], of opened: OpenedSource, _ asked: Asked
    ) async throws(ServiceError) -> Answer {
        let format = opened.header.format
        let treatments = renditions.map { asked.treatment(of: format, for: $0) }
        let rendered = zip(renditions, treatments).filter { $1 == .rendered }.map(\.0)
        var basis = AnswerBasis(opened)
        var plan: RenderPlan?
        if !rendered.isEmpty {
            plan = try self.plan(
                rendered, of: opened, formats: asked.formats, limits: limits.replaced(by: asked.limits),
                damage: damage(for: asked))
            basis.renditions = plan?.outputs.map(\.rendition) ?? []
            basis.isAnimated = plan.map { $0.isAnimated } ?? false
            basis.watermark = watermarkFingerprint(for: rendered)
        }
        basis.treatment = AnswerBasis.fingerprint(of: treatments, plan)
        let stem = stem(for: asked, opened.content.name)
        if asked.isKnown?(basis) ?? false { return Answer(.unchanged, basis, stem: stem) }
        var files = try await files(treatments, plan, of: opened, asked)
        RequestAccount.note { [files] facts in
            facts.renditions += files.count
            facts.bytesOut += files.byteCount
        }
        if let template = asked.store { try name(&files, of: opened, asked, template) }
        return Answer(.files(files), basis, stem: stem)
    }

    /// The files for `treatments`; the rendered ones are the outputs of `plan`, in order.
    private func files(
        _ treatments: [Treatment], _ plan: RenderPlan?, of opened: OpenedSource, _ asked: Asked
    ) async throws(ServiceError) -> [RenderedFile] {
        var rendered: [RenderedFile] = []
        if let plan {
            let overlays = try await overlays(for: plan.outputs.map(\.rendition))
            rendered = try await renderShared(
                plan, of: opened, overlays: overlays, priority: asked.priority)
            guard rendered.count < treatments.count else { return rendered }
        }
        let kept = RenderedFile(of: opened, opened.source.held)
        let drawing =
            treatments.contains(.sanitised)
            ? RenderedFile(of: opened, try await sanitised(opened.source)) : nil
        var next = rendered.makeIterator()
        return treatments.compactMap { treatment in
            switch treatment {
            case .kept: kept
            case .sanitised: drawing
            case .rendered: next.next()
            }
        }
    }
}

extension Asked {
    /// Whether the hash of `source` is needed for the names of its files, or by the caller.
    fileprivate func needsHash(of source: FetchedSource) -> Bool {
        store?.uses(.hash) ?? false || hashesSource && source.content.entityTag == nil
    }
}

extension AnswerBasis {
    fileprivate init(_ opened: OpenedSource) {
        self.init(opened.content.metadata)
        header = opened.header
        sourceBytes = opened.content.bytes.count
        hash = opened.hash
    }
}

extension FetchedSource {
    /// The whole source as a file.
    var held: HeldBytes { HeldBytes(EncodedBytes(sharing: content.bytes), reservation) }
}

extension RenderedFile {
    /// `bytes` as a picture like `opened`.
    init(of opened: OpenedSource, _ bytes: HeldBytes) {
        self.init(size: opened.header.upright, format: opened.header.format, bytes: bytes)
    }
}
