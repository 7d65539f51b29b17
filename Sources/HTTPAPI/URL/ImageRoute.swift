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
    func answer(target: String, client: URLClient, _ context: APIRequestContext) async throws -> Response {
        let record = context.record
        let asked = try configuration.grammar.processingRequest(target: target, now: client.now.secondsSinceEpoch)
        record.update { $0.trace.sources = 1 }
        do {
            let reference = try SourceReference(ofURL: asked.source)
            record.note(reference)
            var options = FetchOptions(limits: asked.options.limits)
            options.cookie = configuration.cookies.cookie(client.cookie, authority: client.authority, for: reference)
            options.headers = configuration.passedHeaders.headers(of: client.headers)
            let digest = digest(of: asked, client)
            let condition =
                asked.options.checksum == nil
                ? SourceCondition(
                    client, cache: configuration.cache, request: digest, tagsNeedSource: !asked.options.isRaw) : nil
            condition?.ask(&options)
            if asked.options.isRaw, asked.options.checksum == nil { options.askForRange(of: client, request: digest) }
            let fetched: FetchedSource
            if condition == nil, !asked.options.isRaw, asked.options.skippedFormats.isEmpty {
                fetched = try await record.traced { [options] trace throws(ServiceError) in
                    try await service.fetchShared(reference, options: options, trace: &trace)
                }
            } else {
                let arriving = try await record.traced { [options] trace throws(ServiceError) in
                    try await service.beginFetching(reference, options: options, trace: &trace)
                }
                if let condition, condition.isMet(by: arriving, now: client.now) {
                    return unchanged(arriving.metadata, asked, client, tag: condition.tag)
                }
                if let body = try await passedBody(arriving, asked, context) {
                    return passed(body, arriving.metadata, asked, client)
                }
                fetched = try await record.traced { [options] trace throws(ServiceError) in
                    try await service.fetch(arriving, options: options, trace: &trace)
                }
            }
            try await check(fetched, asked.options.checksum, record)
            guard !asked.options.isRaw else {
                let body = ImageBody(source: fetched, format: ImageFormat(signatureOf: fetched.content.bytes))
                return passed(body, fetched.content.metadata, asked, client)
            }
            return try await image(of: fetched, asked, client, record)
        } catch let error as ServiceError {
            guard let fallback = try fallbackImage(for: error, asked) else { throw error }
            return try await self.fallback(fallback, for: error, asked, client, record)
        }
    }

    private func check(
        _ fetched: FetchedSource, _ checksum: RequestOptions.Checksum?, _ record: RequestRecord
    ) async throws(ServiceError) {
        guard let checksum else { return }
        try await record.traced { trace throws(ServiceError) in
            try await service.check(fetched, trace: &trace) { checksum.matches($0) }
        }
    }

    // MARK: - Answers

    func image(
        of fetched: FetchedSource, _ asked: ProcessingRequest, _ client: URLClient, _ record: RequestRecord
    ) async throws(ServiceError) -> Response {
        let needsHash = configuration.cache.sendsEntityTag && fetched.content.entityTag == nil
        let opened = try await record.traced { trace throws(ServiceError) in
            try await service.open(
                fetched, for: asked.renditions, hashing: needsHash, damage: service.damagePolicy(for: .answer),
                trace: &trace)
        }
        let treatment = try ImageTreatment(
            of: opened, asked: asked, client: client, service: service, configuration: configuration)
        var headers = ImageHeaders(
            source: fetched.content.metadata, asked: asked.options, configuration: configuration, now: client.now,
            dependsOnClient: treatment.dependsOnClient(configuration.formats))
        headers.addValidators(
            [asked.canonicalOptions, treatment.fingerprint, service.watermarkFingerprint(for: asked.renditions)],
            source: fetched.content.metadata, hash: opened.hash, request: digest(of: asked, client),
            cache: configuration.cache, now: client.now)
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
            let (bytes, reservation) = try await record.traced { trace throws(ServiceError) in
                try await service.sanitised(opened.source, trace: &trace)
            }
            body = ImageBody(bytes: bytes, format: .svg, reservation)
        case .rendered(let plan):
            let overlays = try await service.overlays(for: plan.outputs.map(\.rendition))
            let outcome = try await record.traced { trace throws(ServiceError) in
                try await service.renderShared(plan, of: opened, overlays: overlays, trace: &trace)
            }
            guard let output = outcome.outputs.first, let bytes = output.bytes else {
                return Response(status: .noContent)
            }
            if outcome.isDamaged { headers.tellDamage(keepingFor: configuration.cache.damagedTTL) }
            body = ImageBody(bytes: bytes, format: output.image.format, outcome.reservation)
            size = output.image.size
        }
        if configuration.sendsDebugHeaders {
            headers.addSizes(sourceBytes: opened.content.bytes.count, source: opened.header, result: size)
        }
        return response(body, opened.content.metadata, asked.options, headers)
    }

    func response(
        _ body: ImageBody, _ source: SourceMetadata, _ options: RequestOptions, _ headers: ImageHeaders
    ) -> Response {
        var headers = headers
        headers.describe(
            type: body.type, byteCount: body.byteCount, stem: options.filename ?? ImageService.stem(of: source.name),
            fileExtension: body.fileExtension, isAttachment: options.isAttachment ?? false)
        return Response(status: .ok, headers: headers.fields, body: body.responseBody)
    }
}

extension ServiceError {
    /// Whether the source is to blame, in place of which another picture can stand.
    var concernsSource: Bool {
        switch self {
        case .source, .render, .drawing, .wrongChecksum, .needsMemory: true
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
