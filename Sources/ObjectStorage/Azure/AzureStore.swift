import AsyncHTTPClient
package import ImageModel
import NIOHTTP1

/// Azure's blob storage; buckets are containers, objects are blobs.
package struct AzureStore: ObjectStore {
    private let configuration: AzureConfiguration
    private let exchange: StoreExchange
    private let clock: StoreClock

    /// The protocol's version; the first with versions of blobs is 2019-12-12.
    private static let version = "2021-12-02"

    /// `chance` draws from 0..<1.
    package init(
        _ configuration: AzureConfiguration, client: StoreClient, clock: StoreClock = StoreClock(),
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.configuration = configuration
        self.clock = clock
        exchange = StoreExchange(client: client, backoff: configuration.backoff, chance: chance)
    }

    package func get(
        _ object: ObjectName, _ wish: ObjectWish, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectAnswer {
        try await answer(to: wish) { wish throws(ObjectStoreError) in try await read(object, wish, deadline) }
    }

    private func read(
        _ object: ObjectName, _ wish: ObjectWish, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectAnswer {
        var request = try request("GET", object.bucket, key: object.key)
        if let version = wish.version { request.query.append(("versionid", version)) }
        request.set("If-None-Match", wish.unlessTagged)
        if wish.unlessTagged == nil { request.set("If-Modified-Since", wish.unlessUnchangedSince) }
        request.set("x-ms-range", wish.range)
        if wish.range != nil, let validator = wish.rangeValidator {
            request.set(validator.hasSuffix("\"") ? "If-Match" : "If-Unmodified-Since", validator)
        }
        let answer = try await answer(to: request, object.bucket, [200, 206, 304], deadline)
        let status = Int(answer.status.code)
        return ObjectAnswer(
            facts: S3Facts.facts(answer.headers, isWhole: status == 200, prefix: "x-ms-meta-"),
            isUnchanged: status == 304,
            contentRange: status == 206 ? answer.headers.first(name: "Content-Range") : nil,
            bodyBytes: status == 304 ? 0 : S3Facts.bodyBytes(answer.headers),
            contentEncodings: answer.headers["Content-Encoding"], body: answer.body)
    }

    package func head(
        _ object: ObjectName, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectFacts {
        let request = try request("HEAD", object.bucket, key: object.key)
        let answer = try await answer(to: request, object.bucket, [200], deadline)
        return S3Facts.facts(answer.headers, isWhole: true, prefix: "x-ms-meta-")
    }

    package func put(
        _ bytes: EncodedBytes, as object: ObjectName, _ headers: ObjectHeaders, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) {
        var request = try request("PUT", object.bucket, key: object.key)
        request.body = bytes
        request.set("x-ms-blob-type", "BlockBlob")
        request.set("x-ms-blob-content-type", headers.contentType)
        request.set("x-ms-blob-cache-control", headers.cacheControl)
        request.set("x-ms-access-tier", configuration.writing.storageClass)
        request.set("If-None-Match", headers.isOnlyIfAbsent ? "*" : nil)
        for (name, value) in headers.metadata {
            // Names are identifiers there, which have no hyphens.
            request.set("x-ms-meta-\(name.replacing("-", with: "_"))", value)
        }
        let answer = try await answer(to: request, object.bucket, [201], deadline)
        _ = try await exchange.reply(of: answer, deadline)
    }

    package func delete(
        _ object: ObjectName, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) {
        let request = try request("DELETE", object.bucket, key: object.key)
        let answer = try await answer(to: request, object.bucket, [202, 404], deadline)
        _ = try await exchange.reply(of: answer, deadline)
    }

    package func list(
        _ prefix: ObjectPrefix, from position: ListPosition, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectPage {
        let mark = AzureListing.Mark(position)
        var request = try request("GET", prefix.bucket.text, key: nil)
        request.query = [
            ("restype", "container"), ("comp", "list"), ("prefix", prefix.prefix), ("maxresults", "1000"),
        ]
        if !mark.marker.isEmpty { request.query.append(("marker", mark.marker)) }
        let answer = try await answer(to: request, prefix.bucket.text, [200], deadline)
        return try AzureListing.page(in: try await exchange.reply(of: answer, deadline).body, mark)
    }

    // MARK: - Requests

    private func request(
        _ method: String, _ container: String, key: String?
    ) throws(ObjectStoreError) -> StoreRequest {
        guard let service = configuration.service else {
            throw ObjectStoreError(.notConfigured, "Azure's blob storage needs an account (abs-name).")
        }
        let path = "\(service.basePath)/\(URIEncoding.path(container))" + (key.map { "/" + URIEncoding.path($0) } ?? "")
        return StoreRequest(method, service, path: path)
    }

    private func answer(
        to draft: StoreRequest, _ container: String, _ accepts: Set<Int>, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> HTTPClientResponse {
        var (tries, hasLearnedTime) = (1, false)
        while true {
            let request = signed(draft)
            do throws(ObjectStoreError) {
                switch try await exchange.outcome(of: request, container, accepts, deadline) {
                case .accepted(let answer): return answer
                case .refused(let reply):
                    let refusal = AzureRefusal(reply)
                    guard refusal.status == 403, !hasLearnedTime, clock.learn(from: refusal.date) else {
                        throw refusal.error
                    }
                    hasLearnedTime = true
                }
            } catch {
                try await exchange.wait(after: error, container, &tries, deadline)
            }
        }
    }

    private func signed(_ draft: StoreRequest) -> StoreRequest {
        var request = draft
        request.set("x-ms-version", Self.version)
        request.set("x-ms-date", CalendarTime(secondsSince1970: clock.now()).httpDate)
        switch configuration.authority.kind {
        case .none: break
        case .sharedAccess(let parameters): request.query += parameters
        case .sharedKey(let key): AzureSignature(account: configuration.account ?? "", key: key).sign(&request)
        }
        return request
    }
}
