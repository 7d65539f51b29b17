import Caching
import Foundation
import ImageModel
import Rendering
import RequestGrammar
import Sources

/// What one picture of one source is asked for, as it means: equal requests have equal pictures, for as long as their source stays
/// the same. Neither spelling nor signature is part of it.
struct CacheRequest: Sendable, Hashable {
    let source: SourceReference
    let rendition: Rendition
    private let formats: FormatPolicy
    private let limits: RequestOptions.Limits
    private let checksum: RequestOptions.Checksum?
    private let keeping: Asked.Keeping
    private let drawings: Asked.Drawings
    private let damage: DamagePolicy
    private let hashesSource: Bool
    private let headers: [OriginHeader]
    private let cookie: String?
    private let watermark: String
    private let cacheBuster: String

    /// That of `rendition` of `asked`; `nil` where its answers can't be kept: uploads, facts, what is stored, and what goes on to
    /// the caller while it comes.
    init?(_ rendition: Rendition, of asked: Asked, _ service: ImageService) {
        guard case .reference(let reference) = asked.source, case .renditions = asked.product, asked.store == nil,
            asked.fetch.range == nil, asked.keeping != .everything
        else { return nil }
        source = reference
        self.rendition = rendition
        formats = asked.formats
        limits = asked.limits
        checksum = asked.checksum
        keeping = asked.keeping
        drawings = asked.drawings
        damage = service.damagePolicy(for: asked.destination)
        hashesSource = asked.hashesSource
        headers = asked.fetch.headers
        cookie = asked.fetch.cookie
        watermark = service.watermarkFingerprint(for: [rendition])
        cacheBuster = asked.cacheBuster
    }

    /// Whether the origin is asked with something of the client's own.
    var hasCredentials: Bool { cookie != nil || !headers.isEmpty }

    /// The same text for equal requests, in every process: what is set without order is sorted.
    ///
    /// - Throws: what encoding a number that JSON has no form for throws.
    func canonicalText(service limits: RenderLimits) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let (plain, qualities) = rendition.withoutQualities
        let parts: [String] = [
            "\(RenderPlan.revision)", source.canonicalText, String(decoding: try encoder.encode(plain), as: UTF8.self),
            qualities, formats.canonicalText, "\(limits)", "\(self.limits)", checksum.map { "\($0)" } ?? "",
            keeping.canonicalText, "\(drawings) \(damage) \(hashesSource)",
            headers.map { "\($0.name.lowercased()): \($0.value)" }.sorted().joined(separator: "\n"), cookie ?? "",
            watermark, cacheBuster,
        ]
        return parts.map { "\($0.utf8.count):\($0)" }.joined()
    }
}

extension Asked.Keeping {
    fileprivate var canonicalText: String {
        switch self {
        case .nothing: "nothing"
        case .formats(let formats): formats.map(\.rawValue).sorted().joined(separator: ",")
        case .everything: "everything"
        }
    }
}

extension FormatPolicy {
    fileprivate var canonicalText: String {
        let lists = [accepted, enforced, preferred].map { $0.map(\.rawValue).joined(separator: ",") }
        return lists.joined(separator: ";") + ";" + qualities.canonicalText
    }
}

extension [ImageFormat: Int] {
    fileprivate var canonicalText: String { map { "\($0.rawValue)=\($1)" }.sorted().joined(separator: ",") }
}

extension Rendition {
    /// The same without its qualities by format, which have no order, in any step; and those, as text.
    fileprivate var withoutQualities: (Rendition, String) {
        var plain = self
        plain.output.qualities = [:]
        let steps = followedBy.map(\.withoutQualities)
        plain.followedBy = steps.map(\.0)
        return (plain, ([output.qualities.canonicalText] + steps.map(\.1)).joined(separator: ";"))
    }
}
