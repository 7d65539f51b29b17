import HTTPTypes
import Hummingbird
import ImageService
import Jobs
import RequestGrammar

/// `/v1/batches/{id}` and paths below: one batch, its items, and what can be done with it.
struct BatchRoute: Sendable {
    let api: BatchAPI

    private struct ItemListing: Encodable {
        let items: [BatchItemDocument]
        let next: String?
    }

    private struct Retried: Encodable {
        let batch: BatchDocument
        let items: Int
    }

    /// What `POST …/{action}` does.
    enum Action: String, CaseIterable, Sendable {
        case pause, resume, cancel, retry
    }

    /// `GET`: its state.
    func get(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let id = try Self.id(context)
        return try .json(try await document(id))
    }

    /// `DELETE`: deletes it; the files that it wrote remain.
    func delete(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try await api.store.delete(try Self.id(context))
        return Response(status: .noContent)
    }

    /// `GET …/items?state=failed&cursor=…`.
    func items(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let id = try Self.id(context)
        let query = try PageQuery(request, others: ["state"])
        let state = try query.others["state"].map { text throws(RequestError) in
            guard let state = ItemState(rawValue: text) else {
                let names = ItemState.allCases.map(\.rawValue).joined(separator: ", ")
                throw RequestError(.invalidField, "state: expected one of \(names)")
            }
            return state
        }
        let page = try await api.store.items(of: id, in: state, after: query.cursor, limit: query.limit)
        let listing = ItemListing(items: page.elements.map { BatchItemDocument($0) }, next: page.next?.text)
        return try .json(listing)
    }

    /// `POST …/pause`, `resume`, `cancel`, `retry?cause=…`.
    func perform(_ action: Action, _ request: Request, _ context: APIRequestContext) async throws -> Response {
        let id = try Self.id(context)
        let query = try Self.query(of: request, known: action == .retry ? ["cause"] : [])
        switch action {
        case .pause: try await api.store.pause(id, reason: nil)
        case .resume: try await api.store.resume(id)
        case .cancel: try await api.store.cancel(id)
        case .retry:
            let count = try await api.store.retry(id, cause: query["cause"])
            return try .json(Retried(batch: try await document(id), items: count))
        }
        return try .json(try await document(id))
    }

    private func document(_ id: BatchID) async throws -> BatchDocument {
        BatchDocument(try await api.store.batch(id), failures: try await api.store.failures(of: id))
    }

    private static func query(of request: Request, known: [String]) throws -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in request.queryItems {
            guard known.contains(name) else {
                throw RequestError(.unknownField, "unknown query item \"\(name.prefix(40))\"")
            }
            values[name] = value
        }
        return values
    }

    /// The batch that the path names.
    ///
    /// - Throws: `JobError` `notFound`, also for an invalid name.
    static func id(_ context: APIRequestContext) throws(JobError) -> BatchID {
        let text = context.route?.parameters["id"] ?? ""
        guard let id = BatchID(text) else { throw JobError(.notFound, "There is no batch \(text.prefix(40)).") }
        return id
    }
}
