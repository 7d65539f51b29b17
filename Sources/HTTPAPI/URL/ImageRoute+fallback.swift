import Hummingbird
import ImageService
import RequestGrammar
import Sources

// What stands in for a source that cannot be had.
extension ImageRoute {
    /// The picture that stands in after `error`; `nil` when none does.
    func fallbackImage(for error: ServiceError, _ asked: ProcessingRequest) throws -> ConfiguredImage? {
        switch error {
        case .source, .render, .drawing, .wrongChecksum, .needsMemory: break
        case .storage, .noStore, .busy, .deadlineExceeded, .cancelled: return nil
        }
        guard let url = asked.options.fallbackImageURL else { return configuration.fallback.image }
        return .source(try SourceReference(ofURL: url))
    }

    func fallback(
        _ image: ConfiguredImage, for error: ServiceError, _ asked: ProcessingRequest, _ client: URLClient,
        _ record: RequestRecord
    ) async throws -> Response {
        let problem = Problem(error)
        record.fail(problem)
        let fetched: FetchedSource
        do {
            let isTrusted = image == configuration.fallback.image
            let bytes = try await service.bytes(of: image, isTrusted: isTrusted)
            fetched = try await service.source(of: bytes, name: "fallback")
        } catch {
            // What the client wants to know is what is wrong with its source.
            throw problem
        }
        var plain = client
        plain.conditions = .none
        var response = try await self.image(of: fetched, asked, plain, record)
        let status = configuration.fallback.status == 0 ? problem.status : configuration.fallback.status
        response.status = .init(code: status)
        // They are those of the picture, not of the source, which may come back.
        response.headers[.eTag] = nil
        response.headers[.lastModified] = nil
        if configuration.fallback.ttl > 0 {
            response.headers[.cacheControl] = CacheControl(ttl: configuration.fallback.ttl).description
        }
        return response
    }
}
