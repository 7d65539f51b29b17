import ImageModel
import Rendering
import Sources

extension ImageService {
    /// What `request` makes of `opened`: rendered, or handed on as it is.
    ///
    /// - Throws: `source` for a watermark that cannot be had, `render`, `busy`, `cancelled`.
    func outcome(
        of request: RenderRequest, _ opened: OpenedSource, _ trace: inout RenderTrace
    ) async throws(ServiceError) -> RenderOutcome {
        let rendered = request.renditions.filter { !request.keepsSource($0, opened.header) }
        guard rendered.count < request.renditions.count else {
            return try await self.rendered(rendered, request, opened, &trace)
        }
        // The bytes that are held already, and no copy: whoever waits for more while holding some could wait for himself.
        let source = Self.source(of: opened)
        guard !rendered.isEmpty else {
            return RenderOutcome(
                source: opened.header, stem: Self.stem(of: opened.content.name),
                sourceBytes: opened.content.bytes.count, outputs: request.renditions.map { _ in source },
                sourceReservation: opened.source.reservation)
        }
        var outcome = try await self.rendered(rendered, request, opened, &trace)
        var made = outcome.outputs.makeIterator()
        outcome.outputs = request.renditions.compactMap { rendition in
            request.keepsSource(rendition, opened.header) ? source : made.next()
        }
        outcome.sourceReservation = opened.source.reservation
        return outcome
    }

    private func rendered(
        _ renditions: [Rendition], _ request: RenderRequest, _ opened: OpenedSource, _ trace: inout RenderTrace
    ) async throws(ServiceError) -> RenderOutcome {
        let overlays = try await overlays(for: renditions)
        let plan = try plan(
            renditions, of: opened, limits: request.limits, damage: damagePolicy(for: request.destination))
        return try await renderShared(
            plan, of: opened, overlays: overlays, priority: request.priority, trace: &trace)
    }

    /// The source as an output; the same bytes, however often it is asked for.
    private static func source(of opened: OpenedSource) -> RenderOutcome.Output {
        let bytes = opened.content.bytes
        let facts = RenderedImageFacts(
            size: opened.header.upright, format: opened.header.format, frames: opened.header.frames,
            byteCount: bytes.count)
        return RenderOutcome.Output(image: facts, bytes: EncodedBytes(sharing: bytes))
    }
}
