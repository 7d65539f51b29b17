import HTTPTypes
import Hummingbird
import ImageModel
import ImageService
import NIOCore
import Rendering
import RequestGrammar
import Sources

/// The answer to the URL of an image: its source, fetched and made into what the options ask for.
struct ImageRoute: Sendable {
    let service: ImageService
    let configuration: URLAPIConfiguration

    /// - Throws: `RequestError`, `ServiceError`.
    func answer(target: String, client: URLClient, _ record: RequestRecord) async throws -> Response {
        let asked = try configuration.grammar.processingRequest(target: target, now: client.now.secondsSinceEpoch)
        record.update { $0.trace.sources = 1 }
        do {
            let reference = try SourceReference(ofURL: asked.source)
            let fetched = try await fetch(reference, asked.options, client, record)
            if asked.options.isRaw { return raw(fetched, asked, client) }
            return try await image(of: fetched, asked, client, record)
        } catch let error as ServiceError {
            guard let fallback = try fallbackImage(for: error, asked) else { throw error }
            return try await self.fallback(fallback, for: error, asked, client, record)
        }
    }

    private func fetch(
        _ reference: SourceReference, _ options: RequestOptions, _ client: URLClient, _ record: RequestRecord
    ) async throws(ServiceError) -> FetchedSource {
        var fetch = FetchOptions(limits: options.limits)
        fetch.cookie = configuration.cookies.cookie(client.cookie, authority: client.authority, for: reference)
        let fetched = try await record.traced { trace throws(ServiceError) in
            try await service.fetch(reference, options: fetch, trace: &trace)
        }
        if let checksum = options.checksum {
            try await record.traced { trace throws(ServiceError) in
                try await service.check(fetched, trace: &trace) { checksum.matches($0) }
            }
        }
        return fetched
    }

    // MARK: - Answers

    private func image(
        of fetched: FetchedSource, _ asked: ProcessingRequest, _ client: URLClient, _ record: RequestRecord
    ) async throws(ServiceError) -> Response {
        let needsHash = configuration.cache.sendsEntityTag && fetched.content.entityTag == nil
        let opened = try await record.traced { trace throws(ServiceError) in
            try await service.open(fetched, for: asked.renditions, hashing: needsHash, trace: &trace)
        }
        let treatment = try ImageTreatment(
            of: opened, asked: asked, client: client, service: service, configuration: configuration)
        var headers = ImageHeaders(
            content: fetched.content, asked: asked.options, configuration: configuration, now: client.now,
            dependsOnClient: treatment.dependsOnClient(configuration.formats))
        headers.addValidators(
            [asked.canonicalOptions, treatment.fingerprint, service.watermarkFingerprint(for: asked.renditions)],
            content: fetched.content, hash: opened.hash, cache: configuration.cache, now: client.now)
        if client.conditions.areMet(entityTag: headers.entityTag, lastModified: headers.lastModified) {
            return Response(status: .notModified, headers: headers.fields)
        }
        return try await body(treatment, of: opened, asked, &headers, record)
    }

    private func body(
        _ treatment: ImageTreatment, of opened: OpenedSource, _ asked: ProcessingRequest, _ headers: inout ImageHeaders,
        _ record: RequestRecord
    ) async throws(ServiceError) -> Response {
        if configuration.sendsCanonicalLink { headers.addCanonicalLink(to: asked.source) }
        var size: PixelSize? = opened.header.upright
        let body: ImageBody
        switch treatment {
        case .unchanged:
            body = ImageBody(source: opened.source, format: opened.header.format)
        case .sanitised:
            let bytes = try await record.traced { trace throws(ServiceError) in
                try await service.sanitised(opened.source, trace: &trace)
            }
            body = ImageBody(bytes: bytes, type: ImageFormat.svg.contentType, fileExtension: "svg", opened.source)
        case .rendered(let plan):
            let overlays = try await service.overlays(for: plan.outputs.map(\.rendition))
            let outcome = try await record.traced { trace throws(ServiceError) in
                defer { trace.peakReservedBytes = opened.source.reservation.peakBytes }
                return try await service.render(plan, of: opened, overlays: overlays, trace: &trace)
            }
            guard let output = outcome.outputs.first, let bytes = output.bytes else {
                return Response(status: .noContent)
            }
            body = ImageBody(bytes: bytes, format: output.image.format, outcome.reservation)
            size = output.image.size
        }
        if configuration.sendsDebugHeaders {
            headers.addSizes(sourceBytes: opened.content.bytes.count, source: opened.header, result: size)
        }
        return response(body, opened.content, asked.options, headers)
    }

    /// The source as it is, whatever it is; no render thread is used.
    private func raw(_ fetched: FetchedSource, _ asked: ProcessingRequest, _ client: URLClient) -> Response {
        var headers = ImageHeaders(
            content: fetched.content, asked: asked.options, configuration: configuration, now: client.now,
            dependsOnClient: false)
        headers.addValidators(
            ["raw", asked.options.cacheBuster], content: fetched.content, hash: nil, cache: configuration.cache,
            now: client.now)
        if client.conditions.areMet(entityTag: headers.entityTag, lastModified: headers.lastModified) {
            return Response(status: .notModified, headers: headers.fields)
        }
        if configuration.sendsCanonicalLink { headers.addCanonicalLink(to: asked.source) }
        if configuration.sendsDebugHeaders {
            headers.addSizes(sourceBytes: fetched.content.bytes.count, source: nil, result: nil)
        }
        let body = ImageBody(source: fetched, format: ImageFormat(signatureOf: fetched.content.bytes))
        return response(body, fetched.content, asked.options, headers)
    }

    private func response(
        _ body: ImageBody, _ content: SourceContent, _ options: RequestOptions, _ headers: ImageHeaders
    ) -> Response {
        var headers = headers
        headers.describe(
            type: body.type, byteCount: body.byteCount, stem: options.filename ?? ImageService.stem(of: content.name),
            fileExtension: body.fileExtension, isAttachment: options.isAttachment ?? false)
        return Response(status: .ok, headers: headers.fields, body: body.responseBody)
    }

    // MARK: - In place of a source

    /// The picture that stands in after `error`; `nil` when none does.
    private func fallbackImage(for error: ServiceError, _ asked: ProcessingRequest) throws -> ConfiguredImage? {
        guard error.concernsSource else { return nil }
        guard let url = asked.options.fallbackImageURL else { return configuration.fallback.image }
        return .source(try SourceReference(ofURL: url))
    }

    private func fallback(
        _ image: ConfiguredImage, for error: ServiceError, _ asked: ProcessingRequest, _ client: URLClient,
        _ record: RequestRecord
    ) async throws -> Response {
        let problem = Problem(error)
        record.fail(problem)
        let fetched: FetchedSource
        do {
            let isTrusted = image == configuration.fallback.image
            let bytes = try await service.bytes(of: image, isTrusted: isTrusted)
            fetched = service.source(of: bytes, name: "fallback")
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

extension ServiceError {
    /// Whether the source is to blame, in place of which another picture can stand.
    var concernsSource: Bool {
        switch self {
        case .source, .render, .drawing, .wrongChecksum: true
        case .storage, .noStore, .busy, .deadlineExceeded, .cancelled: false
        }
    }
}

extension SourceReference {
    /// The source of an image URL: a name that can be none is a path that there isn't.
    ///
    /// - Throws: `RequestError` with `invalidSource`; `ServiceError` for a scheme that is not offered.
    init(ofURL text: String) throws {
        do throws(SourceError) {
            try self.init(parsing: text)
        } catch {
            guard error.code == .invalidReference else { throw ServiceError.source(error) }
            throw RequestError(.invalidSource, error.message, cause: error)
        }
    }
}

extension FetchOptions {
    /// With the limits of a URL; 0 is none.
    init(limits: RequestOptions.Limits) {
        self.init()
        maximumBytes = limits.sourceBytes.map { $0 == 0 ? 1 << 40 : $0 }
    }
}
