import HTTPSyntax
import HTTPTypes
import ImageModel
import ImageService
import RequestGrammar
import Sources

/// Collects the headers of an answer to an image URL.
struct ImageHeaders {
    private(set) var fields = HTTPFields()
    private(set) var entityTag: EntityTag?
    private(set) var lastModified: HTTPDate?
    private var control: CacheControl

    /// The headers for caches, which a 304 has as well (RFC 9110, 15.4.5).
    init(
        source: SourceMetadata, asked: RequestOptions, configuration: URLAPIConfiguration, now: HTTPDate,
        dependsOnClient: Bool
    ) {
        control = configuration.cache.control(for: source, expires: asked.expires, now: now)
        fields[.cacheControl] = control.description
        let names = configuration.passedHeaders.names + (dependsOnClient ? ["Accept"] : [])
        fields[.vary] = VaryHeader(names).value
    }

    /// Adds the validators of an answer from `source` that `parts` determine. With `request`, its digest, the tag
    /// contains what the origin can be asked with.
    mutating func addValidators(
        _ parts: [String], source: SourceMetadata, hash: String?, request: String? = nil, cache: CachePolicy,
        now: HTTPDate
    ) {
        lastModified = cache.lastModified(of: source, now: now)
        fields[.lastModified] = lastModified?.description
        guard cache.sendsEntityTag else { return }
        let origins = source.entityTag.flatMap { EntityTag($0) }
        guard let own = origins?.opaque ?? hash else { return }
        entityTag = EntityTag(of: [own] + parts + [cache.entityTagBuster], isWeak: origins?.isWeak ?? false)
        if let carried = request.flatMap({ SourceTag(source, request: $0) }) {
            entityTag = entityTag?.followed(by: carried.suffix)
        }
        fields[.eTag] = entityTag?.description
    }

    /// Uses the tag of the client's copy, which is current.
    mutating func keep(_ tag: EntityTag) {
        entityTag = tag
        fields[.eTag] = tag.description
    }

    /// Adds what the body is; `byteCount` is `nil` if it is known only at the end.
    mutating func describe(
        type: String, byteCount: Int?, stem: String, fileExtension: String?, isAttachment: Bool
    ) {
        fields[.contentType] = type
        fields[.contentLength] = byteCount.map { "\($0)" }
        let name = (stem.isEmpty ? "image" : stem) + (fileExtension.map { ".\($0)" } ?? "")
        fields[.contentDisposition] =
            ContentDisposition(kind: isAttachment ? "attachment" : "inline", filename: name).description
        fields[.xContentTypeOptions] = "nosniff"
        fields[.contentSecurityPolicy] = ContentSecurityPolicy.image
    }

    /// Instead of what follows from the source.
    mutating func keep(for ttl: Int) {
        control = CacheControl(ttl: ttl)
        fields[.cacheControl] = control.description
    }

    /// Says that the answer shows what is left of a damaged source. Caches may keep it for at most `ttl` seconds. It
    /// has no validators: a 304 would prolong its life.
    mutating func tellDamage(keepingFor ttl: Int) {
        control = control.limited(to: ttl)
        fields[.cacheControl] = control.description
        (entityTag, lastModified) = (nil, nil)
        fields[.eTag] = nil
        fields[.lastModified] = nil
        fields[.sourceDamaged] = "true"
    }

    mutating func addCanonicalLink(to source: String) {
        if let link = CanonicalLink(to: source) { fields[.link] = link.description }
    }

    /// Adds the sizes of source and result.
    mutating func addSizes(sourceBytes: Int?, source: SourceHeader?, result: PixelSize?) {
        set("X-Origin-Content-Length", sourceBytes)
        set("X-Origin-Width", source?.upright.width)
        set("X-Origin-Height", source?.upright.height)
        set("X-Result-Width", result?.width)
        set("X-Result-Height", result?.height)
    }

    private mutating func set(_ name: String, _ value: Int?) {
        if let name = HTTPField.Name(name), let value { fields[name] = "\(value)" }
    }
}
