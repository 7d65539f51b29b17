package import ImageModel
package import Rendering
import Sources

extension ImageService {
    /// The bytes of a configured picture, kept for the next request that wants them. Its fetch stays out of the request's own times.
    ///
    /// - Throws: `source`, `cancelled`.
    package func bytes(of image: ConfiguredImage, isTrusted: Bool) async throws(ServiceError) -> [UInt8] {
        guard case .source(let reference) = image else {
            guard case .bytes(let bytes) = image else { return [] }
            return bytes
        }
        if let bytes = images.bytes(of: image) { return bytes }
        var options = FetchOptions()
        options.isTrusted = isTrusted
        var trace = RenderTrace()
        let bytes = try await fetch(reference, options: options, trace: &trace).content.bytes
        images.keep(bytes, of: image)
        return bytes
    }

    /// The watermarks that `renditions` show.
    ///
    /// - Throws: `source`, `render` when one is no picture, `cancelled`.
    package func overlays(for renditions: [Rendition]) async throws(ServiceError) -> Overlays {
        let wanted = renditions.flatMap { [$0] + $0.followedBy }.compactMap(\.watermark).filter { $0.opacity > 0 }
        var files: [String?: [UInt8]] = [:]
        for url in Set(wanted.map(\.url)) {
            guard let bytes = try await watermarkBytes(url) else { continue }
            guard ImageFormat(signatureOf: bytes) != nil else {
                throw .render(RenderError(.notAnImage, "The watermark is not an image of a known format."))
            }
            files[url] = bytes
        }
        return Overlays(files, cache: shownOverlays, maximumPixels: limits.maximumPixels)
    }

    /// What tells the watermarks of `renditions` from others, as far as the configuration says it.
    package func watermarkFingerprint(for renditions: [Rendition]) -> String {
        let usesOwn = renditions.contains { $0.watermark.map { $0.url == nil && $0.opacity > 0 } ?? false }
        return usesOwn ? watermark.fingerprint : ""
    }

    /// `bytes` as a source of their own.
    package func source(of bytes: [UInt8], name: String) -> FetchedSource {
        let reservation = ledger.open()
        reservation.set(bytes.count, for: .source)
        return FetchedSource(
            content: SourceContent(bytes: bytes, metadata: SourceMetadata(name: name), capacityBytes: bytes.count),
            reservation: reservation)
    }

    private func watermarkBytes(_ url: String?) async throws(ServiceError) -> [UInt8]? {
        do throws(ServiceError) {
            guard let url else {
                guard let image = watermark.image else { return nil }
                return try await bytes(of: image, isTrusted: true)
            }
            return try await bytes(of: .source(try reference(url)), isTrusted: false)
        } catch {
            guard case .source(let reason) = error else { throw error }
            throw .source(SourceError(reason.code, "The watermark cannot be had: \(reason.message)", cause: reason))
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
