import HTTPTypes
import Hummingbird
import Jobs
import NIOCore
import RequestGrammar
import Sources
import Waiting

/// Puts what a client sends to `POST /v1/batches` into the store as it comes, in memory that does not depend on its
/// length.
struct BatchIntake: Sendable {
    let grammar: RenditionsGrammar
    let limits: HTTPLimits
    let api: BatchAPI
    let poster: RemotePoster

    enum Result: Sendable {
        case created(Batch, ManifestReport)
        /// The batch that a request with the same key has made.
        case known(Batch)
    }

    /// The batch that the request asks for.
    ///
    /// - Throws: `RequestError`, `BodyError`, `StorageError`, `SourceError`, `JobError`; `Problem` with the lines that
    ///   are wrong.
    func read(_ request: Request, key: String?) async throws -> Result {
        let type = try request.headers[.contentType].map { text in try MediaTypeHeader(text) }
        if type?.essence == "application/json" {
            let json = try await readJSON(request)
            let asked = try BatchRequest(json: json.readableBytesView, grammar: grammar)
            return try await make(asked, key) { loader, order in
                try await loader.read(asked.sources ?? [], by: order.rules)
            }
        }
        guard let essence = type?.essence, let format = ManifestFormat(mediaType: essence) else {
            throw BodyError(
                .unsupportedMediaType,
                "A batch needs a body of application/json with sources, or a list of sources as text/csv, "
                    + "application/jsonl or text/plain with the options in the query.")
        }
        let asked = try BatchRequest(query: RenditionsIntake.queryItems(of: request), grammar: grammar.sizes)
        return try await make(asked, key) { loader, order in
            var parser = ManifestParser(format, rules: order.rules)
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

    /// Makes a batch, fills it by `fill`, and starts it; whatever fails leaves none.
    private func make(
        _ asked: BatchRequest, _ key: String?, _ fill: (inout BatchLoader, BatchOrder) async throws -> Void
    ) async throws -> Result {
        let order = try BatchOrder(asked, from: .network)
        try await check(order.specification.webhook)
        let (batch, isNew) = try await api.store.create(order.specification, idempotencyKey: key)
        guard isNew else { return .known(batch) }
        // A list may arrive more slowly than the lease on its batch ends. A sign of life that fails is followed by
        // another; when the batch is another's by now, adding items says so.
        let heartbeat = Task { [store = api.store] in
            while await hasPassed(JobTiming.loadingLease / 3) { try? await store.extendLoading(of: batch.id) }
        }
        defer { heartbeat.cancel() }
        do {
            var loader = BatchLoader(store: api.store, batch: batch.id)
            try await fill(&loader, order)
            guard let started = try await loader.finish() else { throw Problem(loader.report) }
            return .created(started, loader.report)
        } catch {
            // After wrong lines the batch is gone already.
            if let problem = error as? Problem, problem.faults != nil, asked.sources == nil { throw problem }
            // Its key is free again, too. A batch that cannot even be removed stays in loading: nothing of it is done.
            try? await api.store.delete(batch.id)
            throw error
        }
    }

    private func check(_ webhook: BatchWebhook?) async throws {
        guard let webhook else { return }
        guard api.signsWebhooks else {
            throw RequestError(.invalidField, "webhook: not available here, because webhook-secret is not set")
        }
        try await poster.check(try RemoteURL(parsing: webhook.url))
    }
}

extension BatchLoader {
    /// Adds sources that stand in a JSON document; their places are counted from 1.
    fileprivate mutating func read(_ sources: [BatchRequest.Source], by rules: ManifestRules) async throws {
        var (items, faults): ([NewItem], [ManifestFault]) = ([], [])
        for (index, source) in sources.enumerated() {
            switch rules.checked(source: source.text, line: index + 1, values: source.values) {
            case .success(let item): items.append(item)
            case .failure(let fault): faults.append(fault)
            }
        }
        guard faults.isEmpty else { throw Problem(faults: faults, count: faults.count, unit: "source") }
        try await add(items)
    }
}
