import Hummingbird
import ImageModel
import ImageService
import RequestGrammar
import Sources

// Sources that go out as they are.
extension ImageRoute {
    /// The body of an answer that is the source itself, passed on while it comes; no render thread is used. `nil` for a source that is worked on, or
    /// whose checksum has to be right before the first byte goes out.
    ///
    /// - Throws: `source`, `cancelled`.
    func passedBody(
        _ arriving: ArrivingSource, _ asked: ProcessingRequest, _ context: APIRequestContext
    ) async throws(ServiceError) -> ImageBody? {
        guard asked.options.checksum == nil, asked.options.isRaw || !asked.options.skippedFormats.isEmpty else {
            return nil
        }
        // A part of a source is what its origin says: only the first bytes tell more.
        if arriving.metadata.contentRange != nil { return ImageBody(arriving: arriving, format: nil, context) }
        let beginning = try await context.record.traced { trace throws(ServiceError) in
            try await service.beginning(of: arriving, bytes: ImageFormat.signatureBytes, trace: &trace)
        }
        let format = ImageFormat(signatureOf: beginning)
        guard asked.options.isRaw || (format.map(asked.passes) ?? false) else { return nil }
        return ImageBody(arriving: arriving, format: format, context)
    }

    /// The answer with a source's own bytes.
    func passed(
        _ body: ImageBody, _ source: SourceMetadata, _ asked: ProcessingRequest, _ client: URLClient
    ) -> Response {
        var headers = headers(passing: source, asked, client)
        if client.conditions.areMet(entityTag: headers.entityTag, lastModified: headers.lastModified) {
            return Response(status: .notModified, headers: headers.fields)
        }
        if configuration.sendsCanonicalLink { headers.addCanonicalLink(to: asked.source) }
        if configuration.sendsDebugHeaders {
            headers.addSizes(sourceBytes: source.byteCount, source: nil, result: nil)
        }
        var response = response(body, source, asked.options, headers)
        response.headers[.acceptRanges] = source.acceptRanges
        if let range = source.contentRange {
            response.status = .partialContent
            response.headers[.contentRange] = range
        }
        return response
    }

    /// The answer that the client's copy is right, by the day of `source` alone, or by `tag`, which the copy has.
    func unchanged(
        _ source: SourceMetadata, _ asked: ProcessingRequest, _ client: URLClient, tag: EntityTag?
    ) -> Response {
        if asked.options.isRaw {
            var headers = headers(passing: source, asked, client)
            if let tag { headers.keep(tag) }
            return Response(status: .notModified, headers: headers.fields)
        }
        var headers = ImageHeaders(
            source: source, asked: asked.options, configuration: configuration, now: client.now,
            dependsOnClient: configuration.formats.mayDependOnClient(asking: asked.format))
        headers.addValidators([], source: source, hash: nil, cache: configuration.cache, now: client.now)
        if let tag { headers.keep(tag) }
        return Response(status: .notModified, headers: headers.fields)
    }

    private func headers(
        passing source: SourceMetadata, _ asked: ProcessingRequest, _ client: URLClient
    ) -> ImageHeaders {
        var headers = ImageHeaders(
            source: source, asked: asked.options, configuration: configuration, now: client.now, dependsOnClient: false)
        headers.addValidators(
            asked.options.isRaw
                ? ["raw", asked.options.cacheBuster]
                : [asked.canonicalOptions, ImageTreatment.unchangedFingerprint, ""],
            source: source, hash: nil, request: digest(of: asked, client), cache: configuration.cache, now: client.now)
        return headers
    }
}
