import Codecs
import ImageModel
import Isolation
import Rendering
import SVGSafety
import Sources

// Drawings that stay drawings.
extension ImageService {
    /// The drawing in `fetched`, rewritten without active content; by a worker, unless nothing is isolated.
    ///
    /// - Throws: `drawing`, `render`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func sanitised(_ fetched: FetchedSource) async throws(ServiceError) -> HeldBytes {
        let bytes = fetched.content.bytes
        // The result's buffer doubles.
        let needed = 2 * SVGSanitiser.mostBytes(of: bytes.count) + 1 << 20
        let reservation = budget.open(engine.judgesDrawingsHere ? .render : .isolated)
        guard engine.judgesDrawingsHere else {
            let clean = try await sanitisedInWorker(fetched, needed, reservation)
            return HeldBytes(clean, reservation)
        }
        try await reserve(needed, in: reservation)
        let clean = try await onRenderThread { () throws(ServiceError) in
            do throws(SVGSafetyError) {
                let clean = EncodedBytes(sharing: try SVGSanitiser.sanitised(bytes))
                reservation.finish(keeping: clean.count)
                return clean
            } catch {
                throw .drawing(error)
            }
        }
        return HeldBytes(clean, reservation)
    }

    private func sanitisedInWorker(
        _ fetched: FetchedSource, _ needed: Int, _ reservation: MemoryHold
    ) async throws(ServiceError) -> EncodedBytes {
        let bytes = fetched.content.bytes
        let asker = SlotAsker(source: try await fingerprint(of: bytes), host: fetched.host).needing(needed)
        try checked { () throws(RenderError) in try engine.check(asker.source) }
        let interruption = Interruption()
        return try await withWorker(asker) { () async throws(ServiceError) in
            try await reserve(needed, in: reservation)
            return try await onWorkerThread(interruption) { [engine] () throws(ServiceError) in
                do throws(RenderError) {
                    let clean = try engine.sanitised(
                        bytes, neededBytes: needed, fingerprint: asker.source, interruption: interruption)
                    reservation.finish(keeping: clean.count)
                    return clean
                } catch {
                    throw ServiceError(error)
                }
            }
        }
    }
}
