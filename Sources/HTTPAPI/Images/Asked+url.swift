import Codecs
import ImageModel
import ImageService
import Rendering
import RequestGrammar
import Sources

extension Asked {
    /// The request of an image URL.
    ///
    /// - Throws: `invalidSource`.
    init(
        _ request: ProcessingRequest, _ client: URLClient, _ configuration: URLAPIConfiguration
    ) throws(RequestError) {
        self.init(source: try Source(ofURL: request.source, version: request.sourceQuery), renditions: [request.chain])
        let options = request.options
        limits = options.limits
        checksum = options.checksum
        keeping = options.isRaw ? .everything : Keeping(formats: options.skippedFormats)
        rasterisesDrawings = configuration.alwaysRasterisesSVG
        drawings = configuration.sanitisesSVG ? .sanitised : .kept
        formats = configuration.formats.policy(for: client.accept)
        fallback = Fallback(options)
        names.stem = options.filename
        cacheBuster = options.cacheBuster
        hashesSource = configuration.cache.sendsEntityTag
        fetch = FetchPlan(client, configuration, source)
        fetch.passesOn = true
    }

    /// The request of an `/info` URL.
    ///
    /// - Throws: `invalidSource`.
    init(_ request: InfoRequest, _ client: URLClient, _ configuration: URLAPIConfiguration) throws(RequestError) {
        let beginning = request.info.needsPixels ? nil : FileBeginning.Needs(request.info)
        let wish = FactsWish(SourceFacts.Request(request.info), beginning: beginning)
        self.init(source: try Source(ofURL: request.source, version: request.sourceQuery), product: .facts(wish))
        limits = request.options.limits
        checksum = request.options.checksum
        fetch = FetchPlan(client, configuration, source)
        guard checksum == nil else { return }
        fetch.condition = SourceCondition(client, cache: configuration.cache, tagsNeedSource: true)?
            .fetchCondition(now: client.now)
    }
}

extension Asked.Source {
    /// The source of a URL. An invalid name is answered like a path that does not exist.
    ///
    /// - Throws: `invalidSource`.
    fileprivate init(ofURL text: String, version: String?) throws(RequestError) {
        self.init(named: text, version: version)
        guard case .refused(let error) = self, error.code == .invalidReference else { return }
        throw RequestError(.invalidSource, error.message, cause: error)
    }
}

extension FetchPlan {
    /// How `source` is fetched for `client`, without conditions.
    fileprivate init(_ client: URLClient, _ configuration: URLAPIConfiguration, _ source: Asked.Source) {
        self.init()
        headers = configuration.passedHeaders.headers(of: client.headers)
        if case .reference(let reference) = source {
            cookie = configuration.cookies.cookie(client.cookie, authority: client.authority, for: reference)
        }
    }
}

extension ProcessingRequest {
    /// The renditions as one chain: each is made from the result of the one before.
    fileprivate var chain: Rendition {
        var renditions = renditions
        var first = renditions.isEmpty ? Rendition() : renditions.removeFirst()
        first.followedBy = renditions
        return first
    }
}
