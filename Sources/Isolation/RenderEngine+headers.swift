package import Codecs
package import ImageModel
package import Rendering

extension RenderEngine {
    /// The header if reading it takes microseconds, so that nobody waits for a thread; otherwise `nil`.
    package func quickHeader(of bytes: [UInt8]) -> SourceHeader? {
        guard bytes.count <= Self.quickBytes, configuration.mode != .all else { return nil }
        return ImageDecoder.quickHeader(of: bytes)
    }

    /// In a longer source, counting the scans may take a while.
    private static let quickBytes = 64 << 10

    /// The header as read by this process; `nil` if a worker is needed.
    ///
    /// - Throws: `notAnImage`.
    package func headerHere(
        of bytes: [UInt8], usesThumbnail: Bool = false, damage: DamagePolicy = .refuse
    ) throws(RenderError) -> SourceHeader? {
        switch configuration.mode {
        case .all where ImageFormat(signatureOf: bytes) != nil: return nil
        // Anything that no decoder handles is refused at once.
        case .risky where ImageFormat(signatureOf: bytes) != nil: return ImageDecoder.quickHeader(of: bytes)
        case .all, .risky, .none: return try Renderer.header(of: bytes, usesThumbnail: usesThumbnail, damage: damage)
        }
    }

    /// Like `headerHere`, for a picture chosen by the operator, which may have any of the common formats.
    ///
    /// - Throws: `notAnImage`.
    package func headerOfOwn(_ bytes: [UInt8]) throws(RenderError) -> SourceHeader? {
        guard configuration.mode == .risky, Self.isCommon(ImageFormat(signatureOf: bytes)) else {
            return try headerHere(of: bytes)
        }
        return try Renderer.header(of: bytes)
    }

    /// Like `Renderer.header`.
    ///
    /// - Throws: `notAnImage`, `undecodable`, `overLimit`, `interrupted`, `failed`.
    package func header(
        of bytes: [UInt8], usesThumbnail: Bool = false, interruption: Interruption? = nil
    ) throws(RenderError) -> SourceHeader {
        if let header = try headerHere(of: bytes, usesThumbnail: usesThumbnail) { return header }
        let task = WorkerTask(job: .header(usesThumbnail: usesThumbnail, damage: .refuse), source: bytes)
        return try header(task, nil, interruption)
    }

    /// The header of a source that will be rendered: the worker that reads it keeps the source, so that `render` can
    /// refer to it.
    ///
    /// - Throws: as `header`.
    package func open(
        _ bytes: [UInt8], usesThumbnail: Bool = false, damage: DamagePolicy = .refuse,
        fingerprint: SourceFingerprint? = nil, interruption: Interruption? = nil
    ) throws(RenderError) -> (header: SourceHeader, known: WorkerSource?) {
        if let header = try headerHere(of: bytes, usesThumbnail: usesThumbnail, damage: damage) { return (header, nil) }
        var task = WorkerTask(job: .header(usesThumbnail: usesThumbnail, damage: damage), source: bytes)
        if KeptSources.keeps(byteCount: bytes.count) {
            task.known = pool.newSource()
            task.keepsSource = true
        }
        return (try header(task, fingerprint, interruption), task.known)
    }

    private func header(
        _ task: WorkerTask, _ fingerprint: SourceFingerprint?, _ interruption: Interruption?
    ) throws(RenderError) -> SourceHeader {
        var task = task
        task.needs(0)
        let answer = try ask(task, fingerprint, interruption)
        guard case .header(let header) = answer.outcome, header.isPlausible else { throw Self.noAnswer }
        return header
    }
}

extension SourceHeader {
    /// Whether the numbers are possible for a picture: a compromised worker may send any.
    fileprivate var isPlausible: Bool {
        let side = 1...100_000_000
        return side.contains(stored.width) && side.contains(stored.height) && (1...1_000).contains(bands)
            && [1, 2, 4, 8, 16].contains(sampleBytes) && (1...10_000_000).contains(frames)
            && (1...10_000_000).contains(pages) && (0...1_000_000).contains(filterPrimitives)
            && planes.map { (1...4).contains($0.across) && (1...4).contains($0.down) } ?? true
    }
}
