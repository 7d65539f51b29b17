import HTTPTypes
import Hummingbird
import ImageModel
import ImageService
import RequestGrammar
import Sources

/// How an answer goes out to the client of an image URL: its headers, and whether it has to go at all.
struct ImageAnswer: Sendable {
    let request: ProcessingRequest
    let client: URLClient
    let configuration: URLAPIConfiguration

    /// Whether the client has what would come of `basis`.
    func isKnown(_ basis: AnswerBasis) -> Bool {
        let headers = headers(for: basis)
        return client.conditions.areMet(entityTag: headers.entityTag, lastModified: headers.lastModified)
    }

    func response(_ answer: Answer, _ context: APIRequestContext) -> Response {
        switch answer.content {
        case .unchanged:
            return Response(status: .notModified, headers: headers(for: answer.basis).fields)
        case .passedOn(let source, let format):
            return response(answer, ImageBody(arriving: source, format: format, context))
        case .source(let bytes, let format):
            return response(answer, ImageBody(bytes, of: answer.basis.source, format: format))
        case .files(let files):
            guard let file = files.first, let bytes = file.bytes else { return Response(status: .noContent) }
            return response(answer, ImageBody(bytes, format: file.format), size: file.size)
        case .facts:
            // Nobody asks for them by the URL of an image.
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
        headers.describe(
            type: body.type, byteCount: body.byteCount, stem: answer.stem, fileExtension: body.fileExtension,
            isAttachment: request.options.isAttachment ?? false)
        var response = Response(status: .ok, headers: headers.fields, body: body.responseBody)
        if let error = answer.replaced { mark(&response, inPlaceOf: error) }
        return response
    }

    /// The answer with another picture than the one that was asked for.
    private func mark(_ response: inout Response, inPlaceOf error: ServiceError) {
        let status = configuration.fallback.status == 0 ? Problem(error).status : configuration.fallback.status
        response.status = .init(code: status)
        // They are those of the picture, not of the source, which may come back.
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
            parts(of: basis), source: basis.source, hash: basis.hash, cache: configuration.cache, now: client.now)
        return headers
    }

    /// What determines the answer beside its source.
    private func parts(of basis: AnswerBasis) -> [String] {
        if request.options.isRaw { return ["raw", request.options.cacheBuster] }
        return basis.treatment.map { [request.canonicalOptions, $0, basis.watermark] } ?? []
    }

    /// Whether another `Accept` could lead to another answer.
    private func dependsOnClient(_ basis: AnswerBasis) -> Bool {
        if request.options.isRaw { return false }
        guard basis.treatment != nil else { return configuration.formats.mayDependOnClient(asking: request.format) }
        return basis.plan.map { configuration.formats.dependsOnClient($0) } ?? false
    }
}
