import Hummingbird
import ImageService
import RequestGrammar
import Storage

/// `/v1/renditions`: every size of one source, or of several, from one fetch and one decode each.
struct RenditionsRoute: Sendable {
    let service: ImageService
    let grammar: RenditionsGrammar
    let limits: HTTPLimits
    /// The longest time that one source may take.
    let requestTimeout: Duration

    /// `POST`: a JSON document that names sources, or an upload.
    func post(_ message: Request, _ context: APIRequestContext) async throws -> Response {
        let intake = RenditionsIntake(limits: limits, grammar: grammar, service: service)
        // Parsing a large document takes milliseconds, during which the connection's event loop would serve nobody
        // else.
        let (request, upload) = try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await intake.read(message)
        }
        let template = try request.store.map { text throws(StorageError) in try NameTemplate(parsing: text) }
        let form = try RenditionsAnswer.negotiated(accept: message.headers[.accept], request.content)
        switch (request.subject, upload) {
        case (.sources(let sources), _):
            return try many(sources, request, template, form, context)
        case (.source(let text), _):
            return try await one(Asked(request, of: .init(named: text), template), named: text, request, form, context)
        case (.upload, let upload?):
            return try await one(
                Asked(request, of: .upload(upload), template), named: upload.name, request, form, context)
        case (.upload, nil):
            throw BodyError(.malformedBody, "The upload has no image.")
        }
    }

    /// `GET ?source=…&sizes=800`: one rendition as the image itself, for a browser; several as `Accept` says.
    func get(_ message: Request, _ context: APIRequestContext) async throws -> Response {
        var items = message.queryItems
        guard let place = items.firstIndex(where: { $0.name == "source" }) else {
            throw RequestError(
                .missingField, "source: is missing; put it in the query, as in source=local:///photo.jpg")
        }
        let text = items.remove(at: place).value
        let request = try RenditionsRequest(uploadQuery: items, grammar: grammar.sizes)
        guard request.store == nil else {
            throw RequestError(.invalidField, "store: a GET cannot store anything; use POST")
        }
        let form = try Self.form(of: message, request)
        return try await one(Asked(request, of: .init(named: text)), named: text, request, form, context)
    }

    /// The form of the answer to a GET. A browser that opens the address of one picture accepts pages, but must get the
    /// picture.
    private static func form(
        of message: Request, _ request: RenditionsRequest
    ) throws(RequestError) -> RenditionsAnswer {
        do throws(RequestError) {
            return try RenditionsAnswer.negotiated(accept: message.headers[.accept], request.content)
        } catch {
            guard request.content == .picture else { throw error }
            return .picture
        }
    }

    private func answer(_ asked: Asked, _ context: APIRequestContext) async throws -> Answer {
        try await context.whileClientIsPresent(within: requestTimeout) { [service] in
            try await context.answer(to: asked, by: service)
        }
    }

    /// One source: the status says whether it failed.
    private func one(
        _ asked: Asked, named name: String, _ request: RenditionsRequest, _ form: RenditionsAnswer,
        _ context: APIRequestContext
    ) async throws -> Response {
        let answer = try await answer(asked, context)
        if form == .picture { return ImageResponse.response(for: answer) }
        let result = SourceResult(index: 0, source: name, outcome: .success(answer))
        let body = try RenditionsBodyFormat(form, isMany: false, hasData: request.sendsData)
        return body.response { sink in try await sink.write(result) }
    }

    /// Several sources: each result is sent when it is ready; a failure is one of the results.
    private func many(
        _ sources: [String], _ request: RenditionsRequest, _ template: NameTemplate?, _ form: RenditionsAnswer,
        _ context: APIRequestContext
    ) throws -> Response {
        let body = try RenditionsBodyFormat(form, isMany: true, hasData: request.sendsData)
        let claims = OutputClaims()
        return body.response { sink in
            try await withThrowingTaskGroup(of: SourceResult.self) { group in
                var waiting = sources.enumerated().makeIterator()
                func start() {
                    guard let (index, text) = waiting.next() else { return }
                    var asked = Asked(request, of: .init(named: text), template)
                    asked.claims = claims
                    group.addTask { [asked] in try await result(asked, named: text, index, context) }
                }
                for _ in 0..<limits.parallelSources { start() }
                // The next source begins when a result has been written, so a slow reader keeps few of them in memory.
                while let result = try await group.next() {
                    try await sink.write(result)
                    start()
                }
            }
        }
    }

    /// - Throws: `ServiceError.cancelled` if nobody waits for the answer any more; it breaks off.
    private func result(
        _ asked: Asked, named name: String, _ index: Int, _ context: APIRequestContext
    ) async throws -> SourceResult {
        do {
            return SourceResult(index: index, source: name, outcome: .success(try await answer(asked, context)))
        } catch ServiceError.cancelled {
            throw ServiceError.cancelled
        } catch {
            context.account.update { $0.failures += 1 }
            return SourceResult(index: index, source: name, outcome: .failure(Problem(error)))
        }
    }
}

/// The result of one source of a request.
struct SourceResult: Sendable {
    var index: Int
    /// As the client named it.
    var source: String
    var outcome: Result<Answer, Problem>

    /// Why a fallback image stands in for the source; `nil` if none does.
    var replaced: Problem? {
        guard case .success(let answer) = outcome else { return nil }
        return answer.replaced.map { Problem($0) }
    }
}

extension Asked {
    /// What `request` wants from one source; results are stored if there is a template.
    fileprivate init(_ request: RenditionsRequest, of source: Source, _ template: NameTemplate? = nil) {
        self.init(source: source, renditions: request.renditions, store: template)
        limits = request.options.limits
        checksum = request.options.checksum
        keeping = Keeping(formats: request.options.skippedFormats)
        fallback = Fallback(request.options)
        names.stem = request.options.filename
    }
}
