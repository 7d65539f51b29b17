import Codecs
import HTTPSyntax
import HTTPTypes
import Hummingbird
import ImageModel
import ImageService
import NIOCore
import Rendering
import RequestGrammar
import Sources

/// The answer to `/info/…`: facts about a source, as JSON.
struct InfoRoute: Sendable {
    let service: ImageService
    let configuration: URLAPIConfiguration

    /// - Throws: `RequestError`, `ServiceError`.
    func answer(target: String, client: URLClient, _ context: APIRequestContext) async throws -> Response {
        let request = try configuration.grammar.infoRequest(target: target, now: client.now.secondsSinceEpoch)
        let answer = try await context.answer(to: try Asked(request, client, configuration), by: service)
        let source = answer.basis.source
        guard case .facts(let header, let facts) = answer.content else {
            return Response(
                status: .notModified, headers: headers(source, request.options, client, tag: nil).fields)
        }
        let document = InfoDocument(source, header, facts, request.info)
        return try response(document, source, request.options, client)
    }

    private func headers(
        _ source: SourceMetadata, _ options: RequestOptions, _ client: URLClient, tag: String?
    ) -> ImageHeaders {
        var headers = ImageHeaders(
            source: source, asked: options, configuration: configuration, now: client.now, dependsOnClient: false)
        headers.addValidators([], source: source, hash: tag, cache: configuration.cache, now: client.now)
        return headers
    }

    private func response(
        _ document: InfoDocument, _ source: SourceMetadata, _ options: RequestOptions, _ client: URLClient
    ) throws -> Response {
        let body = try JSONText.bytes(of: document)
        let tag = EntityTag(of: [String(decoding: body, as: UTF8.self)]).opaque
        let headers = headers(source, options, client, tag: tag)
        if client.conditions.areMet(entityTag: headers.entityTag, lastModified: headers.lastModified) {
            return Response(status: .notModified, headers: headers.fields)
        }
        var fields = headers.fields
        fields[.contentType] = "application/json"
        fields[.xContentTypeOptions] = "nosniff"
        return Response(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension SourceFacts.Request {
    init(_ info: InfoOptions) {
        self.init()
        exif = info.exif
        profile = info.colorspace
        average = info.average
        dominantColours = info.dominantColours
        buildsMissingColours = info.buildsMissingColours
        blurHash = info.blurhash.map { ($0.x, $0.y) }
        thumbHash = info.thumbhash
        transparency = info.alpha && info.checksTransparency
        page = info.page
    }
}

extension FileBeginning.Needs {
    /// What `info` needs besides format, size and metadata.
    init(_ info: InfoOptions) {
        self.init(frames: info.pagesCount || info.page > 0, bands: info.colorspace || info.alpha)
    }
}
