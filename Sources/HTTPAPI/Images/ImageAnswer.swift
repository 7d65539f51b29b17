import HTTPSyntax
import HTTPTypes
import Hummingbird
import ImageModel
import ImageService
import RequestGrammar
import Sources

/// How an answer is sent to the client of an image URL: its headers, and whether it has to be sent at all.
struct ImageAnswer: Sendable {
    let request: ProcessingRequest
    let client: URLClient
    let configuration: URLAPIConfiguration
    /// The digest of what determines the answer, as far as that is known before the source.
    let digest: String
    /// The client's tag, if the origin was asked with what it contains.
    let sourceTag: EntityTag?

    /// Whether the client already has the result of `basis`.
    func isKnown(_ basis: AnswerBasis) -> Bool {
        let headers = headers(for: basis)
        return client.conditions.areMet(entityTag: headers.entityTag, lastModified: headers.lastModified)
    }

    func response(_ answer: Answer, _ context: APIRequestContext) -> Response {
        switch answer.content {
        case .unchanged:
            var headers = headers(for: answer.basis)
            // The source has not been fetched: the origin says that it is the one in the tag.
            if answer.basis.treatment == nil, let sourceTag { headers.keep(sourceTag) }
            return Response(status: .notModified, headers: headers.fields)
        case .passedOn(let source, let format):
            var response = response(answer, ImageBody(arriving: source, format: format, context))
            response.headers[.acceptRanges] = source.metadata.acceptRanges
            if let range = source.metadata.contentRange {
                response.status = .partialContent
                response.headers[.contentRange] = range
            }
            return response
        case .source(let bytes, let format):
            return response(answer, ImageBody(bytes, of: answer.basis.source, format: format))
        case .files(let files):
            guard let file = files.first, let bytes = file.bytes else { return Response(status: .noContent) }
            return response(answer, ImageBody(bytes, format: file.facts.format), size: file.facts.size)
        case .facts:
            // The URL of an image never requests them.
            return Response(status: .noContent)
        }
    }

    private func response(_ answer: Answer, _ body: ImageBody, size: PixelSize? = nil) -> Response {
        let basis = answer.basis
        var headers = headers(for: basis)
        if configuration.sendsCanonicalLink { headers.addCanonicalLink(to: request.source) }
        if configuration.sendsDebugHeaders {
            headers.addSizes(
                sourceBytes: basis.sourceBytes ?? basis.source.byteCount, source: basis.header, result: size)
        }
        if answer.isDamaged { headers.tellDamage(keepingFor: configuration.cache.damagedTTL) }
        headers.describe(
            type: body.type, byteCount: body.byteCount, stem: answer.stem, fileExtension: body.fileExtension,
            isAttachment: request.options.isAttachment ?? false)
        var response = Response(status: .ok, headers: headers.fields, body: body.responseBody)
        if let error = answer.replaced { mark(&response, inPlaceOf: error) }
        return response
    }

    /// The answer with another picture than the requested one.
    private func mark(_ response: inout Response, inPlaceOf error: ServiceError) {
        let status = configuration.fallback.status == 0 ? Problem(error).status : configuration.fallback.status
        response.status = .init(code: status)
        // The validators are the picture's, not the source's, which may come back.
        response.headers[.eTag] = nil
        response.headers[.lastModified] = nil
        if configuration.fallback.ttl > 0 {
            response.headers[.cacheControl] = CacheControl(ttl: configuration.fallback.ttl).description
        }
    }

    // MARK: - Headers

    private func headers(for basis: AnswerBasis) -> ImageHeaders {
        var headers = ImageHeaders(
            source: basis.source, asked: request.options, configuration: configuration, now: client.now,
            dependsOnClient: dependsOnClient(basis))
        headers.addValidators(
            parts(of: basis), source: basis.source, hash: basis.hash,
            request: basis.treatment == nil && !request.options.isRaw ? nil : digest,
            cache: configuration.cache, now: client.now)
        return headers
    }

    /// What determines the answer besides its source.
    private func parts(of basis: AnswerBasis) -> [String] {
        if request.options.isRaw { return ["raw", request.options.cacheBuster] }
        return basis.treatment.map { [request.canonicalOptions, $0, basis.watermark] } ?? []
    }

    /// Whether another `Accept` could change the answer.
    private func dependsOnClient(_ basis: AnswerBasis) -> Bool {
        if request.options.isRaw { return false }
        guard basis.treatment != nil else { return configuration.formats.mayDependOnClient(asking: request.format) }
        guard let rendition = basis.renditions.first, let header = basis.header else { return false }
        return configuration.formats.dependsOnClient(rendition, of: header, isAnimated: basis.isAnimated)
    }
}
