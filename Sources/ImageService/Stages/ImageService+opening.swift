import Codecs
import ImageModel
import Isolation
import Rendering
import SVGSafety
import Sources
import Storage

// Headers: read in this process if our own readers can, otherwise by a worker.
extension ImageService {
    /// The header of a fetched source, and its hash if wanted, without decoding a pixel. Read on a render thread; but
    /// small sources of the most common kinds, which take less time than finding a thread, are read here, and what a
    /// library has to read, by a worker.
    ///
    /// If all of `renditions` want the thumbnail in the file, the header is the thumbnail's.
    ///
    /// Drawings are checked here, too: their content is bounded before anything is drawn. `damage` is what will be done
    /// with the source if it is damaged.
    ///
    /// - Throws: `render`, `drawing`, `busy`, `deadlineExceeded`, `cancelled`.
    func open(
        _ fetched: FetchedSource, for renditions: [Rendition] = [], hashing: Bool = false,
        priority: MemoryHold.Priority = .live, damage: DamagePolicy = .refuse
    ) async throws(ServiceError) -> OpenedSource {
        let usesThumbnail = !renditions.isEmpty && RenderPlan.usesThumbnail(renditions)
        let bytes = fetched.content.bytes
        RequestAccount.note { $0.bytesIn += bytes.count }
        if let header = engine.quickHeader(of: bytes), let structure = SourceStructure(quicklyOf: bytes) {
            let seen = try look(at: bytes, structure, hashing) { () throws(RenderError) in header }
            RequestAccount.note { $0.colours = header.colours }
            return OpenedSource(fetched, seen, header)
        }
        let seen = try await onWatchedThread { [self] () throws(ServiceError) in
            // Before a library sees it: some take for ever to read even a header.
            try inspect(bytes)
            return try look(at: bytes, SourceStructure(of: bytes), hashing) { () throws(RenderError) in
                try engine.headerHere(of: bytes, usesThumbnail: usesThumbnail, damage: damage)
            }
        }
        if let header = seen.header {
            RequestAccount.note { $0.colours = header.colours }
            return OpenedSource(fetched, seen, header)
        }
        let asker = SlotAsker(
            source: seen.fingerprint ?? SourceFingerprint(of: bytes), host: fetched.host, isBatch: priority == .batch)
        let interruption = Interruption()
        let opened = try await inWorker(asker, interruption) { [engine] () throws(RenderError) in
            try engine.open(
                bytes, usesThumbnail: usesThumbnail, damage: damage, fingerprint: asker.source,
                interruption: interruption)
        }
        RequestAccount.note { $0.colours = opened.header.colours }
        return OpenedSource(fetched, seen, opened.header, known: opened.known)
    }

    /// What this process found out about a source.
    fileprivate struct Look: Sendable {
        /// `nil` if a worker has to read it.
        var header: SourceHeader?
        var traits: SourceTraits
        var hash: String?
        var fingerprint: SourceFingerprint?
    }

    /// Looks at a source; `header` reads its header, after the parts of the file have been counted.
    private func look(
        at bytes: [UInt8], _ structure: SourceStructure, _ hashing: Bool,
        _ header: () throws(RenderError) -> SourceHeader?
    ) throws(ServiceError) -> Look {
        do throws(RenderError) {
            try limits.check(structure)
            let header = try header()
            return Look(
                header: header,
                traits: SourceTraits(of: bytes, isReadHere: header != nil, structure),
                hash: hashing ? SourceHash.of(bytes) : nil,
                fingerprint: header == nil ? SourceFingerprint(of: bytes) : nil)
        } catch {
            throw ServiceError(error)
        }
    }

    /// A file made from the beginning of a source, with the header and metadata of the whole; `nil` if more bytes are
    /// needed. `host` is where the source comes from, if it comes from a host. The calling fetch counts the time.
    func header(
        in beginning: [UInt8], needs: FileBeginning.Needs, host: String?
    ) async -> [UInt8]? {
        await RequestAccount.apart { await told(in: beginning, needs, host) }
    }

    private func told(in beginning: [UInt8], _ needs: FileBeginning.Needs, _ host: String?) async -> [UInt8]? {
        do throws(ServiceError) {
            let (closed, isTold) = try await onWatchedThread {
                [engine, limits] () throws(ServiceError) -> ([UInt8]?, Bool) in
                guard let closed = FileBeginning.closed(beginning, needs: needs) else { return (nil, false) }
                do throws(RenderError) {
                    // Before a library sees it, as in a whole file.
                    try limits.check(SourceStructure(of: closed))
                    return (closed, try engine.headerHere(of: closed) != nil)
                } catch {
                    // A header that can't be read yet only means that more bytes are needed.
                    return (nil, false)
                }
            }
            guard let closed, !isTold else { return closed }
            let interruption = Interruption()
            let asker = SlotAsker(source: SourceFingerprint(of: closed), host: host)
            _ = try await inWorker(asker, interruption) { [engine] () throws(RenderError) in
                try engine.header(of: closed, interruption: interruption)
            }
            return closed
        } catch {
            return nil
        }
    }

    /// The header of a watermark. Like a source, it may come from anywhere; a drawing is checked like one. `isOwn`: it
    /// is the one that the operator has configured; others come from `host`. `nil` if it can't be read; the render will
    /// say so. It is on no account: a watermark serves many requests.
    func overlayHeader(of bytes: [UInt8], isOwn: Bool, host: String?) async throws(ServiceError) -> SourceHeader? {
        try await RequestAccount.apart { () async throws(ServiceError) in
            try await header(ofOverlay: bytes, isOwn, host)
        }
    }

    private func header(
        ofOverlay bytes: [UInt8], _ isOwn: Bool, _ host: String?
    ) async throws(ServiceError) -> SourceHeader? {
        do throws(ServiceError) {
            let seen = try await onWatchedThread { [self] () throws(ServiceError) in
                try inspect(bytes)
                return try look(at: bytes, SourceStructure(of: bytes), false) { () throws(RenderError) in
                    try isOwn ? engine.headerOfOwn(bytes) : engine.headerHere(of: bytes)
                }
            }
            if let header = seen.header { return header }
            let interruption = Interruption()
            let asker = SlotAsker(source: seen.fingerprint ?? SourceFingerprint(of: bytes), host: host)
            return try await inWorker(asker, interruption) { [engine] () throws(RenderError) in
                try engine.header(of: bytes, interruption: interruption)
            }
        } catch {
            guard case .render(let reason) = error, reason.code == .notAnImage else { throw error }
            return nil
        }
    }

    /// Refuses drawings with active or too much content, unless a worker does that; other sources pass.
    ///
    /// - Throws: `drawing`.
    private func inspect(_ bytes: [UInt8]) throws(ServiceError) {
        guard engine.judgesDrawingsHere, ImageFormat(signatureOf: bytes) == .svg else { return }
        do throws(SVGSafetyError) {
            _ = try SVGInspector.check(bytes)
        } catch {
            throw .drawing(error)
        }
    }
}

extension OpenedSource {
    fileprivate init(
        _ source: FetchedSource, _ look: ImageService.Look, _ header: SourceHeader, known: WorkerSource? = nil
    ) {
        self.init(
            source: source, header: header, hash: look.hash, known: known, traits: look.traits,
            fingerprint: look.fingerprint)
    }
}
