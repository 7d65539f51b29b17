import HTTPTypes
import Hummingbird
import ImageService
import Jobs
import NIOCore
import RequestGrammar
import Sources

/// Puts the sources that a client sends to `POST /v1/batches` into the store as they arrive. The memory used does not
/// depend on their number.
struct BatchIntake: Sendable {
    let grammar: RenditionsGrammar
    let limits: HTTPLimits
    let api: BatchAPI
    let poster: RemotePoster

    /// The batch that the request asks for.
    ///
    /// - Throws: `RequestError`, `BodyError`, `StorageError`, `SourceError`, `JobError`; `Problem` with the lines that
    ///   are wrong, so never `.refused`.
    func read(_ request: Request, key: String?) async throws -> BatchCreation {
        let type = try request.headers[.contentType].map { text in try MediaTypeHeader(text) }
        if type?.essence == "application/json" {
            let json = try await readJSON(request)
            let asked = try BatchRequest(json: json.readableBytesView, grammar: grammar)
            let sources = (asked.sources ?? []).map { (text: $0.text, values: $0.values) }
            return try await create(asked, key) { loader, rules in try await loader.read(sources, by: rules) }
        }
        guard let essence = type?.essence, let format = ManifestFormat(mediaType: essence) else {
            throw BodyError(
                .unsupportedMediaType,
                "A batch needs a body of application/json with sources, or a list of sources as text/csv, "
                    + "application/jsonl or text/plain with the options in the query.")
        }
        let asked = try BatchRequest(query: request.queryItems, grammar: grammar.sizes)
        return try await create(asked, key) { loader, rules in
            var parser = ManifestParser(format, rules: rules)
            var left = limits.maximumManifestBytes
            for try await chunk in request.body {
                left -= chunk.readableBytes
                guard left >= 0 else { throw tooLarge }
                guard try await loader.read(Array(chunk.readableBytesView), by: &parser) else { return }
            }
            try await loader.finish(&parser)
        }
    }

    private var tooLarge: BodyError {
        BodyError(
            .bodyTooLarge,
            "The list is larger than the \(limits.maximumManifestBytes) bytes allowed (max-manifest-bytes).")
    }

    private func readJSON(_ request: Request) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: limits.maximumJSONBytes)
        } catch is NIOTooManyBytesError {
            throw BodyError(
                .bodyTooLarge,
                "The JSON is larger than the \(limits.maximumJSONBytes) bytes allowed (max-json-bytes); send longer "
                    + "lists as text/csv or application/jsonl.")
        }
    }

    private func create(
        _ asked: BatchRequest, _ key: String?, _ fill: (inout BatchLoader, ManifestRules) async throws -> Void
    ) async throws -> BatchCreation {
        let specification = try BatchSpecification(asked, from: .network)
        try await check(specification.webhook)
        let rules = try specification.manifestRules()
        let creation = try await api.store.createBatch(specification, key: key) { loader in
            try await fill(&loader, rules)
        }
        if case .refused(let report) = creation {
            throw Problem(report, unit: asked.sources == nil ? "line" : "source")
        }
        return creation
    }

    private func check(_ webhook: BatchWebhook?) async throws {
        guard let webhook else { return }
        guard api.signsWebhooks else {
            throw RequestError(.invalidField, "webhook: not available here, because webhook-secret is not set")
        }
        try await poster.check(try RemoteURL(parsing: webhook.url))
    }
}
