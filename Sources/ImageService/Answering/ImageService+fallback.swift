import Sources

// The picture that stands in for a source that is not available.
extension ImageService {
    /// The answer with the picture that stands in after `error`, rendered as requested.
    ///
    /// - Throws: `error` if none stands in, or if that picture fails, too: the caller wants to know what is wrong with
    ///   its source.
    func answer(
        _ asked: Asked, inPlaceOf error: ServiceError
    ) async throws(ServiceError) -> Answer {
        guard error.letsFallbackStandIn, let picture = fallback(of: asked) else { throw error }
        var plain = asked
        (plain.checksum, plain.isKnown, plain.hashesSource) = (nil, nil, false)
        if plain.keeping == .everything { plain.keeping = .nothing }
        do throws(ServiceError) {
            let bytes = try await bytes(of: picture, for: .fallback, isTrusted: picture == fallback)
            var answer = try await make(plain, of: try await source(of: bytes, name: "fallback"))
            answer.replaced = error
            return answer
        } catch let failure {
            throw failure.letsFallbackStandIn ? error : failure
        }
    }

    private func fallback(of asked: Asked) -> ConfiguredImage? {
        guard asked.store == nil else { return nil }
        switch asked.fallback {
        case .none: return nil
        case .configured: return fallback
        case .own(let address):
            // A picture with an invalid address is not available.
            return (try? SourceReference(parsing: address)).map(ConfiguredImage.source)
        }
    }
}

extension ServiceError {
    /// Whether the source is to blame, so that another picture can stand in for it.
    var letsFallbackStandIn: Bool {
        switch self {
        case .source, .render, .drawing, .wrongChecksum, .needsMemory: true
        case .storage, .noStore, .busy, .deadlineExceeded, .blocked, .cancelled: false
        }
    }
}
