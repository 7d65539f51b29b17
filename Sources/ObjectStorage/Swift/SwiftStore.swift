import AsyncHTTPClient
import Foundation
package import ImageModel
import NIOHTTP1

/// OpenStack Swift; buckets are containers.
package struct SwiftStore: ObjectStore {
    private let exchange: StoreExchange
    private let keeper: CredentialKeeper<SwiftSession>

    /// `chance` draws from 0..<1.
    package init(
        _ configuration: SwiftConfiguration, client: StoreClient, clock: StoreClock = StoreClock(),
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        exchange = StoreExchange(client: client, backoff: configuration.backoff, chance: chance)
        keeper = CredentialKeeper(
            [SwiftAuthentication(configuration: configuration, client: client, clock: clock)], now: clock.now)
    }

    /// A request before its session is known.
    private struct Draft {
        let method: String
        let container: String
        let key: String?
        let accepts: Set<Int>
        var query: [(name: String, value: String)] = []
        var fields: [(name: String, value: String?)] = []
        var body: EncodedBytes?
    }

    package func get(
        _ object: ObjectName, _ wish: ObjectWish, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectAnswer {
        try await answer(to: wish) { wish throws(ObjectStoreError) in try await read(object, wish, deadline) }
    }

    private func read(
        _ object: ObjectName, _ wish: ObjectWish, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectAnswer {
        var draft = Draft(method: "GET", container: object.bucket, key: object.key, accepts: [200, 206, 304])
        if let version = wish.version { draft.query = [("version-id", version)] }
        draft.fields = [
            ("If-None-Match", wish.unlessTagged.map(Self.bare)),
            ("If-Modified-Since", wish.unlessTagged == nil ? wish.unlessUnchangedSince : nil), ("Range", wish.range),
        ]
        if wish.range != nil, let validator = wish.rangeValidator {
            let isTag = validator.hasSuffix("\"")
            draft.fields.append((isTag ? "If-Match" : "If-Unmodified-Since", isTag ? Self.bare(validator) : validator))
        }
        let answer = try await answer(to: draft, deadline)
        let status = Int(answer.status.code)
        return ObjectAnswer(
            facts: Self.facts(answer.headers, isWhole: status == 200), isUnchanged: status == 304,
            contentRange: status == 206 ? answer.headers.first(name: "Content-Range") : nil,
            bodyBytes: status == 304 ? 0 : S3Facts.bodyBytes(answer.headers),
            contentEncodings: answer.headers["Content-Encoding"], body: answer.body)
    }

    package func head(
        _ object: ObjectName, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectFacts {
        let draft = Draft(method: "HEAD", container: object.bucket, key: object.key, accepts: [200, 204])
        return Self.facts(try await answer(to: draft, deadline).headers, isWhole: true)
    }

    package func put(
        _ bytes: EncodedBytes, as object: ObjectName, _ headers: ObjectHeaders, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) {
        var draft = Draft(method: "PUT", container: object.bucket, key: object.key, accepts: [200, 201, 202])
        draft.body = bytes
        draft.fields = [
            ("Content-Type", headers.contentType), ("Cache-Control", headers.cacheControl),
            ("If-None-Match", headers.isOnlyIfAbsent ? "*" : nil),
        ]
        for (name, value) in headers.metadata { draft.fields.append(("X-Object-Meta-\(name)", value)) }
        _ = try await exchange.reply(of: try await answer(to: draft, deadline), deadline)
    }

    package func delete(
        _ object: ObjectName, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) {
        let draft = Draft(method: "DELETE", container: object.bucket, key: object.key, accepts: [200, 202, 204, 404])
        _ = try await exchange.reply(of: try await answer(to: draft, deadline), deadline)
    }

    package func list(
        _ prefix: ObjectPrefix, from position: ListPosition, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectPage {
        struct Entry: Decodable {
            let name: String
            let bytes: Int
        }
        var draft = Draft(method: "GET", container: prefix.bucket.text, key: nil, accepts: [200, 204])
        draft.query = [("format", "json"), ("limit", "1000"), ("prefix", prefix.prefix)]
        switch position {
        case .start: break
        case .after(let key), .mark(let key): draft.query.append(("marker", key))
        }
        let reply = try await exchange.reply(of: try await answer(to: draft, deadline), deadline)
        guard !reply.body.isEmpty else { return ObjectPage(entries: [], next: nil) }
        guard let entries = try? JSONDecoder().decode([Entry].self, from: Data(reply.body)) else {
            throw ObjectStoreError(.badAnswer, "The object store's list cannot be read.")
        }
        // Whether there is more, the next page tells: sites may have a smaller limit.
        return ObjectPage(
            entries: entries.map { ObjectPage.Entry(key: $0.name, byteCount: $0.bytes) },
            next: entries.last.map { .mark($0.name) })
    }

    // MARK: - Requests

    /// Swift writes and compares entity tags without quotes.
    private static func bare(_ tag: String) -> String { tag.filter { $0 != "\"" } }

    private static func facts(_ headers: HTTPHeaders, isWhole: Bool) -> ObjectFacts {
        var facts = S3Facts.facts(headers, isWhole: isWhole, prefix: "x-object-meta-")
        facts.entityTag = facts.entityTag.map { $0.hasSuffix("\"") ? $0 : "\"\($0)\"" }
        return facts
    }

    private func answer(
        to draft: Draft, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> HTTPClientResponse {
        var tries = 1
        var rejected: SwiftSession?
        while true {
            let session = try await keeper.credentials(inPlaceOf: rejected)
            let request = Self.request(for: draft, in: session)
            do throws(ObjectStoreError) {
                switch try await exchange.outcome(of: request, draft.container, draft.accepts, deadline) {
                case .accepted(let answer): return answer
                case .refused(let reply):
                    guard reply.status == 401, rejected == nil else { throw Self.refusal(reply) }
                    rejected = session
                }
            } catch {
                try await exchange.wait(after: error, draft.container, &tries, deadline)
            }
        }
    }

    private static func request(for draft: Draft, in session: SwiftSession) -> StoreRequest {
        let path = "\(session.storage.basePath)/\(URIEncoding.path(draft.container))"
        var request = StoreRequest(
            draft.method, session.storage, path: path + (draft.key.map { "/" + URIEncoding.path($0) } ?? ""))
        request.query = draft.query
        request.body = draft.body
        for (name, value) in draft.fields { request.set(name, value) }
        request.set("X-Auth-Token", session.token)
        return request
    }

    private static func refusal(_ reply: StoreReply) -> ObjectStoreError {
        let (code, reason): (ObjectStoreError.Code, String) =
            switch reply.status {
            case 404: (.notFound, "has no such object or container")
            case 412: (.preconditionFailed, "has the object already, or another version of it")
            case 416: (.rangeNotSatisfiable, "has no such part of the object")
            case 401, 403: (.denied, "refuses access")
            case 429, 498, 503: (.slowDown, "asks for fewer requests")
            case 400..<500: (.refused, "refuses the request with status \(reply.status)")
            case 500...: (.unavailable, "failed with status \(reply.status)")
            default: (.badAnswer, "answered with status \(reply.status)")
            }
        return ObjectStoreError(
            code, "The object store \(reason).", status: reply.status, retryAfter: reply.retryAfter)
    }
}
