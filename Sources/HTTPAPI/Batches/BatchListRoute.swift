import HTTPTypes
import Hummingbird
import ImageService
import Jobs
import RequestGrammar
import Sources

/// `/v1/batches`: creates a batch from a list of sources, and lists batches.
struct BatchListRoute: Sendable {
    let service: ImageService
    let grammar: RenditionsGrammar
    let limits: HTTPLimits
    let api: BatchAPI

    private struct Created: Encodable {
        let batch: BatchDocument
        let duplicates: [DuplicateItem]
        let duplicateCount: Int
    }

    private struct Listing: Encodable {
        let batches: [BatchDocument]
        let next: String?
    }

    /// `POST`: a JSON document with its sources, or a list with the options in the query.
    func post(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        guard service.canStore else { throw ServiceError.noStore }
        // Reading a list takes time, during which the connection's event loop would serve nobody else.
        return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            let key = try Self.idempotencyKey(of: request)
            let intake = BatchIntake(grammar: grammar, limits: limits, api: api, poster: service.poster)
            return try Self.response(for: try await intake.read(request, key: key))
        }
    }

    /// `GET ?cursor=…&limit=…`: batches, newest first.
    func get(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let query = try PageQuery(request)
        let page = try await api.store.batches(after: query.cursor, limit: query.limit)
        let listing = Listing(batches: page.elements.map { BatchDocument($0) }, next: page.next?.text)
        return try .json(listing)
    }

    private static func response(for creation: BatchCreation) throws -> Response {
        switch creation {
        case .known(let batch):
            var response = try Response.json(BatchDocument(batch))
            response.headers[.location] = "/v1/batches/\(batch.id)"
            return response
        case .created(let batch, let report):
            let created = Created(
                batch: BatchDocument(batch), duplicates: report.duplicates, duplicateCount: report.duplicateCount)
            var response = try Response.json(created, status: .created)
            response.headers[.location] = "/v1/batches/\(batch.id)"
            return response
        case .refused(let report):
            throw Problem(report, unit: "line")
        }
    }

    /// The header's text, with or without the quotes that it should have.
    private static func idempotencyKey(of request: Request) throws -> String? {
        guard let text = request.headers[.idempotencyKey] else { return nil }
        let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
        let key = isQuoted ? String(text.dropFirst().dropLast()) : text
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw BodyError(.malformedHeader, "Idempotency-Key: expected 1 to 255 visible ASCII characters.")
        }
        return key
    }
}
