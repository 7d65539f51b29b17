import AsyncHTTPClient
package import ImageModel
import NIOHTTP1

/// Amazon S3 and what speaks its protocol, and Google Cloud Storage by its XML API.
package struct S3Store: ObjectStore {
    private let exchange: StoreExchange
    private let endpoints: S3Endpoints
    private let region: String
    private let writing: S3WriteSettings
    private let keeper: CredentialKeeper<Credentials>
    private let clock: StoreClock
    private let dialect: S3Dialect

    /// `chance` draws from 0..<1.
    package init(
        _ configuration: S3Configuration, client: StoreClient, clock: StoreClock = StoreClock(),
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        exchange = StoreExchange(client: client, backoff: configuration.backoff, chance: chance)
        self.clock = clock
        endpoints = configuration.endpoints
        region = configuration.knownRegion
        writing = configuration.writing
        keeper = configuration.keeper(client, clock)
        dialect = .amazon
    }

    /// Google Cloud Storage.
    package init(
        _ configuration: GCSConfiguration, client: StoreClient, clock: StoreClock = StoreClock(),
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        exchange = StoreExchange(client: client, backoff: configuration.backoff, chance: chance)
        self.clock = clock
        endpoints = S3Endpoints(endpoint: configuration.endpoint)
        region = "auto"
        writing = configuration.writing
        keeper = configuration.keeper(client, clock)
        dialect = .google
    }

    package func get(
        _ object: ObjectName, _ wish: ObjectWish, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectAnswer {
        try await answer(to: wish) { wish throws(ObjectStoreError) in try await read(object, wish, deadline) }
    }

    private func read(
        _ object: ObjectName, _ wish: ObjectWish, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectAnswer {
        var draft = S3Draft("GET", object.bucket, key: object.key, accepts: [200, 203, 206, 304])
        if let version = wish.version { draft.query.append((dialect.versionParameter, version)) }
        draft.fields.append(("If-None-Match", wish.unlessTagged))
        if wish.unlessTagged == nil { draft.fields.append(("If-Modified-Since", wish.unlessUnchangedSince)) }
        draft.fields.append(("Range", wish.range))
        if wish.range != nil, let validator = wish.rangeValidator {
            draft.fields.append((validator.hasSuffix("\"") ? "If-Match" : "If-Unmodified-Since", validator))
        }
        let answer = try await answer(to: draft, deadline)
        let status = Int(answer.status.code)
        return ObjectAnswer(
            facts: facts(answer.headers, isWhole: status == 200), isUnchanged: status == 304,
            contentRange: status == 206 ? answer.headers.first(name: "Content-Range") : nil,
            bodyBytes: status == 304 ? 0 : S3Facts.bodyBytes(answer.headers),
            contentEncodings: answer.headers["Content-Encoding"], body: answer.body)
    }

    package func head(
        _ object: ObjectName, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectFacts {
        let draft = S3Draft("HEAD", object.bucket, key: object.key, accepts: [200])
        return facts(try await answer(to: draft, deadline).headers, isWhole: true)
    }

    package func put(
        _ bytes: EncodedBytes, as object: ObjectName, _ headers: ObjectHeaders, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) {
        var draft = S3Draft("PUT", object.bucket, key: object.key, accepts: [200, 201, 204])
        draft.body = bytes
        draft.fields = [
            ("Content-Type", headers.contentType), ("Cache-Control", headers.cacheControl),
            (dialect.absence.name, headers.isOnlyIfAbsent ? dialect.absence.value : nil),
            ("\(dialect.fieldPrefix)storage-class", writing.storageClass),
            ("x-amz-server-side-encryption", writing.encryption),
            ("x-amz-server-side-encryption-aws-kms-key-id", writing.encryptionKey),
            ("\(dialect.fieldPrefix)acl", writing.accessControl),
        ]
        for (name, value) in headers.metadata { draft.fields.append(("\(metadataPrefix)\(name)", value)) }
        _ = try await reply(to: draft, deadline)
    }

    private var metadataPrefix: String { "\(dialect.fieldPrefix)meta-" }

    private func facts(_ headers: HTTPHeaders, isWhole: Bool) -> ObjectFacts {
        S3Facts.facts(headers, isWhole: isWhole, prefix: metadataPrefix)
    }

    package func list(
        _ prefix: ObjectPrefix, from position: ListPosition, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectPage {
        var draft = S3Draft("GET", prefix.bucket.text, key: nil, accepts: [200])
        draft.query = [("list-type", "2"), ("prefix", prefix.prefix), ("encoding-type", "url")]
        switch position {
        case .start: break
        case .after(let key): draft.query.append(("start-after", key))
        case .mark(let mark): draft.query.append(("continuation-token", mark))
        }
        return try S3Listing.page(in: try await reply(to: draft, deadline).body)
    }

    package func delete(
        _ object: ObjectName, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) {
        _ = try await reply(
            to: S3Draft("DELETE", object.bucket, key: object.key, accepts: [200, 202, 204, 404]), deadline)
    }
}

// MARK: - Tries

/// A request before it is addressed and signed: what stays the same over its tries.
struct S3Draft: Sendable {
    let method: String
    let bucket: String
    let key: String?
    let accepts: Set<Int>
    var query: [(name: String, value: String)] = []
    var fields: [(name: String, value: String?)] = []
    var body: EncodedBytes?

    init(_ method: String, _ bucket: String, key: String?, accepts: Set<Int>) {
        self.method = method
        self.bucket = bucket
        self.key = key
        self.accepts = accepts
    }
}

/// What has been tried already; each thing is learned once a request.
private struct S3Course {
    var tries = 1
    var hasLearnedRegion = false
    var hasLearnedTime = false
    var rejected: Credentials?
}

extension S3Store {
    private func reply(
        to draft: S3Draft, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> StoreReply {
        try await exchange.reply(of: try await answer(to: draft, deadline), deadline)
    }

    /// The head of an answer that is what was asked for.
    private func answer(
        to draft: S3Draft, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> HTTPClientResponse {
        let payload = PayloadHash.of(draft.body)
        var course = S3Course()
        while true {
            let credentials = try await keeper.credentials(inPlaceOf: course.rejected)
            let used = exchange.memory.region(of: draft.bucket) ?? region
            let request = signed(draft, by: credentials, region: used, payload)
            do throws(ObjectStoreError) {
                switch try await exchange.outcome(of: request, draft.bucket, draft.accepts, deadline) {
                case .accepted(let answer): return answer
                case .refused(let reply):
                    let refusal = S3Refusal(reply)
                    guard learns(from: refusal, draft.bucket, used, credentials, &course) else { throw refusal.error }
                }
            } catch {
                try await exchange.wait(after: error, draft.bucket, &course.tries, deadline)
            }
        }
    }

    private func signed(
        _ draft: S3Draft, by credentials: Credentials, region: String, _ payload: String
    ) -> StoreRequest {
        let place = endpoints.place(of: draft.bucket, key: draft.key, region: region)
        var request = StoreRequest(draft.method, place.endpoint, path: place.path)
        request.query = draft.query
        request.body = draft.body
        for (name, value) in draft.fields { request.set(name, value) }
        if let token = credentials.bearer {
            request.set("Authorization", "Bearer \(token)")
            return request
        }
        AWSSignature(
            credentials: credentials, region: region, service: dialect.service,
            time: CalendarTime(secondsSince1970: clock.now()), words: dialect.words
        ).sign(&request, payload: payload)
        return request
    }

    /// Whether `refusal` says something that makes the same request worth sending again at once.
    private func learns(
        from refusal: S3Refusal, _ bucket: String, _ used: String, _ credentials: Credentials,
        _ course: inout S3Course
    ) -> Bool {
        if refusal.isAboutRegion, let region = refusal.region, region != used, !course.hasLearnedRegion {
            course.hasLearnedRegion = true
            exchange.memory.learn(region, of: bucket)
            return true
        }
        if refusal.isAboutTime, !course.hasLearnedTime, clock.learn(from: refusal.date) {
            course.hasLearnedTime = true
            return true
        }
        if refusal.isAboutExpiry(credentials), course.rejected == nil {
            course.rejected = credentials
            return true
        }
        return false
    }
}
