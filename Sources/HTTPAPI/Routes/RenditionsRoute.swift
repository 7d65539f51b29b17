import Hummingbird
import ImageService
import RequestGrammar
import Sources
import Storage

/// `/v1/renditions`: every size of one source, or of several, from one fetch and one decode each.
struct RenditionsRoute: Sendable {
    let service: ImageService
    let grammar: RenditionsGrammar
    let limits: HTTPLimits
    /// The longest time for what is made of one source.
    let requestTimeout: Duration

    /// `POST`: a JSON document that names sources, or an upload.
    func post(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let intake = RenditionsIntake(limits: limits, grammar: grammar, service: service)
        // A large document takes milliseconds to be parsed, in which a connection's event loop would serve nobody else.
        let (asked, upload) = try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await intake.read(request)
        }
        let template = try asked.store.map { text throws(StorageError) in try NameTemplate(parsing: text) }
        let answer = try RenditionsAnswer.negotiated(accept: request.headers[.accept], asked.content)
        switch (asked.subject, upload) {
        case (.sources(let sources), _):
            return try many(sources, asked, template, answer, context)
        case (.source(let text), _):
            let reference = try SourceReference(parsing: text)
            context.record.note(reference)
            let source = RenderRequest.Source.reference(reference)
            return try await one(source, named: text, asked, template, answer, context)
        case (.upload, let upload?):
            return try await one(.upload(upload), named: upload.name, asked, template, answer, context)
        case (.upload, nil):
            throw BodyError(.malformedBody, "The upload has no image.")
        }
    }

    /// `GET ?source=…&sizes=800`: one rendition as the image itself, for a browser; several as `Accept` says.
    func get(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        var items = RenditionsIntake.queryItems(of: request)
        guard let place = items.firstIndex(where: { $0.name == "source" }) else {
            throw RequestError(
                .missingField, "source: is missing; put it in the query, as in source=local:///photo.jpg")
        }
        let text = items.remove(at: place).value
        let asked = try RenditionsRequest(uploadQuery: items, grammar: grammar.sizes)
        guard asked.store == nil else {
            throw RequestError(.invalidField, "store: a GET cannot store anything; use POST")
        }
        let reference = try SourceReference(parsing: text)
        context.record.note(reference)
        return try await one(
            .reference(reference), named: text, asked, nil, try Self.answer(to: request, asked), context)
    }

    /// The answer to a GET. A browser that opens the address of one picture names pages, and has to be shown the picture.
    private static func answer(
        to request: Request, _ asked: RenditionsRequest
    ) throws(RequestError) -> RenditionsAnswer {
        do throws(RequestError) {
            return try RenditionsAnswer.negotiated(accept: request.headers[.accept], asked.content)
        } catch {
            guard asked.content == .picture else { throw error }
            return .picture
        }
    }

    private func render(_ request: RenderRequest, _ context: APIRequestContext) async throws -> RenderOutcome {
        try await context.whileClientIsPresent(within: requestTimeout) { [service] in
            var trace = RenderTrace()
            defer { context.record.update { [trace] in $0.trace.add(trace) } }
            return try await service.render(request, trace: &trace)
        }
    }

    /// What became of one source, or what the request has in its place.
    private func result(
        _ request: RenderRequest, _ asked: RenditionsRequest, index: Int, _ name: String, _ context: APIRequestContext
    ) async throws -> SourceResult {
        var request = request
        request.limits = service.limits.replaced(by: asked.options.limits)
        do {
            let outcome = try await render(request, context)
            return SourceResult(index: index, source: name, outcome: .success(outcome))
        } catch let error as ServiceError where error.concernsSource {
            guard let url = asked.options.fallbackImageURL else { throw error }
            let problem = Problem(error)
            let fallback = ConfiguredImage.source(try SourceReference(parsing: url))
            context.record.fail(problem)
            do {
                let fetched = try await service.source(
                    of: try await service.bytes(of: fallback, isTrusted: false), name: "fallback")
                let source = RenderRequest.Source.upload(
                    Upload(bytes: fetched.content.bytes, name: "fallback", reservation: fetched.reservation))
                var plain = RenderRequest(source: source, renditions: asked.renditions)
                plain.stem = asked.options.filename
                let outcome = try await render(plain, context)
                return SourceResult(index: index, source: name, outcome: .success(outcome), replaced: problem)
            } catch let failure as ServiceError where failure.concernsSource {
                // What the client wants to know is what is wrong with its source.
                throw problem
            }
        }
    }

    /// One source: the status says what became of it.
    private func one(
        _ source: RenderRequest.Source, named name: String, _ asked: RenditionsRequest, _ template: NameTemplate?,
        _ answer: RenditionsAnswer, _ context: APIRequestContext
    ) async throws -> Response {
        let result = try await result(asked.renderRequest(of: source, template), asked, index: 0, name, context)
        if answer == .picture { return try result.pictureResponse() }
        let body = try RenditionsBodyFormat(answer, isMany: false, hasData: asked.sendsData)
        return body.response { sink in try await sink.write(result) }
    }

    /// Several sources: each result goes out when it is there, a failure in its place.
    private func many(
        _ sources: [String], _ asked: RenditionsRequest, _ template: NameTemplate?, _ answer: RenditionsAnswer,
        _ context: APIRequestContext
    ) throws -> Response {
        let body = try RenditionsBodyFormat(answer, isMany: true, hasData: asked.sendsData)
        let claims = OutputClaims()
        return body.response { sink in
            try await withThrowingTaskGroup(of: SourceResult.self) { group in
                var waiting = sources.enumerated().makeIterator()
                func start() {
                    guard let (index, text) = waiting.next() else { return }
                    group.addTask { try await result(of: text, index, asked, template, claims, context) }
                }
                for _ in 0..<limits.parallelSources { start() }
                // The next source begins when a result has been written: a slow reader holds few of them.
                while let result = try await group.next() {
                    try await sink.write(result)
                    start()
                }
            }
        }
    }

    /// - Throws: `ServiceError.cancelled` when nobody waits for the answer any more: it is broken off then.
    private func result(
        of text: String, _ index: Int, _ asked: RenditionsRequest, _ template: NameTemplate?, _ claims: OutputClaims,
        _ context: APIRequestContext
    ) async throws -> SourceResult {
        do {
            let source = RenderRequest.Source.reference(try SourceReference(parsing: text))
            var request = asked.renderRequest(of: source, template)
            request.claims = claims
            return try await result(request, asked, index: index, text, context)
        } catch ServiceError.cancelled {
            throw ServiceError.cancelled
        } catch {
            context.record.update { $0.trace.failures += 1 }
            return SourceResult(index: index, source: text, outcome: .failure(Problem(error)))
        }
    }
}

/// What became of one source of a request, in its place.
struct SourceResult: Sendable {
    var index: Int
    /// As the client named it.
    var source: String
    var outcome: Result<RenderOutcome, Problem>
    /// Why a fallback image stands in for the source; `nil` where none does.
    var replaced: Problem?
}

extension RenditionsRequest {
    /// The same for one source, whose renditions go into a store if there is a template.
    fileprivate func renderRequest(of source: RenderRequest.Source, _ template: NameTemplate?) -> RenderRequest {
        var request = RenderRequest(source: source, renditions: renditions, store: template)
        request.fetching = FetchOptions(limits: options.limits)
        if let checksum = options.checksum { request.isRight = { checksum.matches($0) } }
        request.skippedFormats = options.skippedFormats
        request.stem = options.filename
        return request
    }
}
