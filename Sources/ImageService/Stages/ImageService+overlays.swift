import ImageModel
import Rendering
import Sources

extension ImageService {
    /// The bytes of a configured picture, kept for later requests. Its fetch does not count towards the request's own
    /// times.
    ///
    /// - Throws: `source`, `cancelled`.
    func bytes(
        of image: ConfiguredImage, for kind: ImageCache.Kind, isTrusted: Bool
    ) async throws(ServiceError) -> [UInt8] {
        let reference: SourceReference
        switch image {
        case .bytes(let bytes): return bytes
        case .source(let source): reference = source
        }
        if let bytes = images.bytes(of: image) { return bytes }
        var options = FetchOptions()
        options.isTrusted = isTrusted
        let bytes = try await wholeBytes(of: reference, options)
        images.keep(bytes, of: image, as: kind)
        return bytes
    }

    /// The bytes of a picture that is used besides a source.
    ///
    /// The caller may hold a source, and must not wait in the line for sources. So it counts as work, from the start
    /// with its largest possible size.
    private func wholeBytes(
        of reference: SourceReference, _ options: FetchOptions
    ) async throws(ServiceError) -> [UInt8] {
        let reservation = budget.open(.work)
        var options = options
        options.maximumUndeclaredBytes = Self.maximumUndeclaredOverlay
        do throws(SourceError) {
            let stream = try await reader.open(reference, options: options)
            let byteCount = stream.metadata.byteCount ?? Self.maximumUndeclaredOverlay * 2
            return try await stream.content(options) { _ in try await reservation.reserve(byteCount) }.bytes
        } catch {
            throw ServiceError(error)
        }
    }

    /// The most bytes of watermarks and fallback images whose origin does not say their length.
    private static let maximumUndeclaredOverlay = 4 << 20

    /// The watermarks that `renditions` show.
    ///
    /// - Throws: `source`, `render` if one is not a picture, `cancelled`.
    func overlays(for renditions: [Rendition]) async throws(ServiceError) -> Overlays {
        let wanted = renditions.flatMap { [$0] + $0.followedBy }.compactMap(\.watermark).filter { $0.opacity > 0 }
        var files: [String?: [UInt8]] = [:]
        var headers: [SourceHeader] = []
        for url in Set(wanted.map(\.url)) {
            guard let bytes = try await watermarkBytes(url) else { continue }
            guard ImageFormat(signatureOf: bytes) != nil else {
                throw .render(RenderError(.notAnImage, "The watermark is not an image of a known format."))
            }
            let host = try url.flatMap { (url) throws(ServiceError) in try reference(url).remoteHost }
            if let header = try await overlayHeader(of: bytes, isOwn: url == nil, host: host) {
                headers.append(header)
            }
            files[url] = bytes
        }
        return Overlays(files, headers: headers, cache: shownOverlays, maximumPixels: limits.maximumPixels)
    }

    /// Identifies the watermarks of `renditions`, as far as the configuration determines them.
    func watermarkFingerprint(for renditions: [Rendition]) -> String {
        let steps = renditions.flatMap { [$0] + $0.followedBy }
        let usesOwn = steps.contains { $0.watermark.map { $0.url == nil && $0.opacity > 0 } ?? false }
        return usesOwn ? watermark.fingerprint : ""
    }

    /// `bytes` as a source of their own.
    ///
    /// - Throws: `needsMemory`, `deadlineExceeded`, `cancelled`.
    func source(of bytes: [UInt8], name: String) async throws(ServiceError) -> FetchedSource {
        let reservation = budget.open(.source)
        try await reservation.reserve(bytes.count)
        return FetchedSource(
            content: SourceContent(bytes: bytes, metadata: SourceMetadata(name: name), capacityBytes: bytes.count),
            reservation: reservation)
    }

    private func watermarkBytes(_ url: String?) async throws(ServiceError) -> [UInt8]? {
        do throws(ServiceError) {
            guard let url else {
                guard let image = watermark.image else { return nil }
                return try await bytes(of: image, for: .watermark, isTrusted: true)
            }
            return try await bytes(of: .source(try reference(url)), for: .watermark, isTrusted: false)
        } catch {
            guard case .source(let reason) = error else { throw error }
            throw .source(SourceError(reason.code, "The watermark is not available: \(reason.message)", cause: reason))
        }
    }

    private func reference(_ url: String) throws(ServiceError) -> SourceReference {
        do throws(SourceError) {
            return try SourceReference(parsing: url)
        } catch {
            throw .source(error)
        }
    }
}
