import Codecs
import Foundation
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
    func answer(target: String, client: URLClient, _ record: RequestRecord) async throws -> Response {
        let asked = try configuration.grammar.infoRequest(target: target, now: client.now.secondsSinceEpoch)
        record.update { $0.trace.sources = 1 }
        let reference = try SourceReference(ofURL: asked.source)
        record.note(reference)
        let condition =
            asked.options.checksum == nil
            ? SourceCondition(client, cache: configuration.cache, tagsNeedSource: true) : nil
        let options = options(for: reference, asked, client, condition)
        let arriving = try await record.traced { trace throws(ServiceError) in
            try await service.beginFetching(reference, options: options, trace: &trace)
        }
        if let condition, condition.isMet(by: arriving, now: client.now) {
            return Response(
                status: .notModified, headers: headers(arriving.metadata, asked.options, client, tag: nil).fields)
        }
        let fetched = try await record.traced { trace throws(ServiceError) in
            try await service.fetch(arriving, options: options, trace: &trace)
        }
        if let checksum = asked.options.checksum {
            try await record.traced { trace throws(ServiceError) in
                try await service.check(fetched, trace: &trace) { checksum.matches($0) }
            }
        }
        let opened = try await record.traced { trace throws(ServiceError) in
            try await service.open(fetched, trace: &trace)
        }
        let facts = try await record.traced { trace throws(ServiceError) in
            try await service.facts(
                SourceFacts.Request(asked.info), of: opened, limits: service.limits.replaced(by: asked.options.limits),
                trace: &trace)
        }
        let document = InfoDocument(opened, facts, asked.info)
        return try response(document, fetched.content.metadata, asked.options, client)
    }

    /// How the source is read: whole, or as much of its beginning as the facts need.
    private func options(
        for reference: SourceReference, _ asked: InfoRequest, _ client: URLClient, _ condition: SourceCondition?
    ) -> FetchOptions {
        var options = FetchOptions(limits: asked.options.limits)
        options.cookie = configuration.cookies.cookie(client.cookie, authority: client.authority, for: reference)
        options.headers = configuration.passedHeaders.headers(of: client.headers)
        condition?.ask(&options)
        if !asked.info.needsPixels, asked.options.checksum == nil {
            let needs = FileBeginning.Needs(asked.info)
            options.beginning = { [service] in
                await service.header(in: $0, needs: needs, host: reference.remoteHost)
            }
        }
        return options
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
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = try encoder.encode(document)
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
    /// What `info` tells beside format, size and metadata.
    init(_ info: InfoOptions) {
        self.init(frames: info.pagesCount || info.page > 0, bands: info.colorspace || info.alpha)
    }
}
