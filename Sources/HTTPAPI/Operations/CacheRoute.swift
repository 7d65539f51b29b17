import Caching
import Foundation
import Hummingbird
import ImageService
import NIOCore
import Sources

/// `/debug/cache`: what is kept, and purging it.
struct CacheRoute: Sendable {
    let cache: ResultCache
    let service: ImageService
    static let maximumBodyBytes = 64 << 10
    private static let mostShown = 50

    /// The body of a purge: what it concerns, one or several of these.
    private struct Wanted: Decodable {
        var everything: Bool?
        var sources: [String]?
        var tags: [String]?
        var keys: [String]?
        /// Whether what is purged is used once more while it is renewed.
        var soft: Bool?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case everything, sources, tags, keys, soft
        }
    }

    private struct Block: Decodable {
        var source: String
        var blocked: Bool?
    }

    var routes: [Route] {
        [
            Route("/debug/cache", [.get: status]),
            Route("/debug/cache/purge", maximumBodyBytes: Self.maximumBodyBytes, [.post: purge]),
            Route("/debug/cache/block", maximumBodyBytes: Self.maximumBodyBytes, [.post: block]),
            Route("/debug/cache/entries/{key}", [.get: entry]),
        ]
    }

    private func status(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try Response.json(CacheDocument(cache, shown: Self.mostShown))
    }

    private func entry(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        guard let key = CacheKey(hexadecimal: context.route?.parameters["key"] ?? "") else {
            throw Problem(status: 400, code: "cache.key", detail: "A key has 64 hexadecimal digits.")
        }
        guard let entry = await cache.entry(key) else {
            throw Problem(status: 404, code: "cache.notFound", detail: "Nothing is kept under this key.")
        }
        return try Response.json(entry)
    }

    /// - Throws: `Problem` for a body that says nothing to purge; `CacheError`.
    private func purge(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let wanted: Wanted = try await Self.body(
            request, example: #"{"sources": ["https://example.com/a.jpg"]}"#,
            keys: Wanted.CodingKeys.allCases.map(\.rawValue))
        let scopes = try scopes(wanted)
        guard !scopes.isEmpty else {
            throw Problem(
                status: 400, code: "cache.purge",
                detail: "Say what to purge: \"everything\": true, \"sources\", \"tags\" or \"keys\", lists of texts.")
        }
        try await cache.purge(scopes, wanted.soft ?? false ? .soft : .hard)
        return try Response.json(
            ["scopes": scopes.count, "number": cache.lastPurge])
    }

    private func block(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let wanted: Block = try await Self.body(
            request, example: #"{"source": "https://example.com/a.jpg", "blocked": true}"#, keys: ["source", "blocked"])
        let changed = try await cache.block(try key(ofSource: wanted.source), wanted.blocked ?? true)
        return try Response.json(["blocked": wanted.blocked ?? true, "changed": changed])
    }

    private func scopes(_ wanted: Wanted) throws -> [PurgeScope] {
        var scopes: [PurgeScope] = wanted.everything ?? false ? [.everything] : []
        for source in wanted.sources ?? [] { scopes.append(.source(try key(ofSource: source))) }
        for tag in wanted.tags ?? [] {
            guard let key = CacheKey(tag: tag) else { continue }
            scopes.append(.tag(key))
        }
        for text in wanted.keys ?? [] {
            guard let key = CacheKey(hexadecimal: text) else {
                throw Problem(
                    status: 400, code: "cache.key",
                    detail: "A key has 64 hexadecimal digits; got \"\(text.prefix(80))\".")
            }
            scopes.append(.entry(key))
        }
        return scopes
    }

    private func key(ofSource text: String) throws -> CacheKey {
        guard let key = try service.cacheKey(ofSource: text) else {
            throw Problem(status: 500, code: "cache.key", detail: "This libcrypto has no SHA-256.")
        }
        return key
    }

    private static func body<Value: Decodable>(
        _ request: Request, example: String, keys: [String]
    ) async throws -> Value {
        let bytes: ByteBuffer
        do {
            bytes = try await request.body.collect(upTo: maximumBodyBytes)
        } catch is NIOTooManyBytesError {
            throw BodyError(.bodyTooLarge, "The body is larger than \(maximumBodyBytes) bytes.")
        }
        let data = Data(bytes.readableBytesView)
        let problem = Problem(
            status: 400, code: "cache.body",
            detail: "The body must be JSON such as \(example); keys: \(keys.joined(separator: ", ")).")
        // What JSON says of its errors is for programmers; the example is for people.
        guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            Set(object.keys).isSubset(of: keys), let value = try? JSONDecoder().decode(Value.self, from: data)
        else { throw problem }
        return value
    }
}

/// What `GET /debug/cache` answers.
struct CacheDocument: Encodable {
    struct Tier: Encodable {
        var bytes: Int
        var limitBytes: Int
        var entries: Int
        var hits: Int
        var evicted: Int
        var declined: Int
        /// Of the disk alone.
        var broken: Int?
        var failed: Int?
        var isMeasured: Bool?
    }

    var memory: Tier?
    var disk: Tier?
    var hitRate: Double
    var stale: Int
    var staleOnError: Int
    var misses: Int
    var bypassed: Int
    var revalidated: Int
    var renewals: Int
    var failedRenewals: Int
    var rememberedFailures: Int
    var failuresAnswered: Int
    var stored: Int
    var droppedWrites: Int
    var uncacheable: Int
    var purges: Int
    var purgedScopes: Int
    var blockedSources: Int
    var blockedRequests: Int
    var mostWanted: [CacheEntryFacts]

    init(_ cache: ResultCache, shown: Int) {
        let gauges = cache.gauges
        let counts = gauges.counts
        memory = gauges.memory.map { tier in
            Tier(
                bytes: tier.bytes, limitBytes: tier.limit, entries: tier.entries, hits: counts.memoryHits,
                evicted: tier.evicted, declined: tier.declined)
        }
        disk = gauges.disk.map { tier in
            Tier(
                bytes: tier.bytes, limitBytes: cache.configuration.disk?.bytes ?? 0, entries: tier.entries,
                hits: counts.diskHits, evicted: tier.evicted, declined: tier.declined, broken: tier.broken,
                failed: tier.failed, isMeasured: tier.isMeasured)
        }
        let hits = counts.memoryHits + counts.diskHits
        hitRate = hits + counts.misses == 0 ? 0 : Double(hits) / Double(hits + counts.misses)
        (stale, staleOnError) = (counts.stale, counts.staleOnError)
        (misses, bypassed, revalidated) = (counts.misses, counts.bypassed, counts.revalidated)
        (renewals, failedRenewals) = (counts.renewals, counts.failedRenewals)
        (rememberedFailures, failuresAnswered) = (gauges.failures, counts.failures)
        (stored, droppedWrites, uncacheable) = (counts.stored, counts.dropped, counts.uncacheable)
        (purges, purgedScopes) = (counts.purges, gauges.purges)
        (blockedSources, blockedRequests) = (cache.blockedCount, counts.blocked)
        mostWanted = cache.mostWanted(shown)
    }
}
