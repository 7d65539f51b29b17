import Logging
import NIOConcurrencyHelpers
import NIOPosix
import ObjectStorage
import TestSupport
import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(5))) struct ObjectFetcherTests {
    private static let picture: [UInt8] = Array("a picture".utf8)

    /// Runs `body` with a reader of the buckets at `origin`, a stand-in for S3.
    private func withReader<Value>(
        at origin: FakeOrigin, _ change: (inout ObjectStoresConfiguration) -> Void = { _ in },
        sources: (inout SourceConfiguration) -> Void = { _ in }, _ body: (SourceReader) async throws -> Value
    ) async throws -> Value {
        var configuration = ObjectStoresConfiguration()
        configuration.rules.schemes = [.s3]
        configuration.s3.environment = [:]
        configuration.s3.endpoints.endpoint = try StoreEndpoint(parsing: origin.url(""))
        configuration.s3.credentials = Credentials(accessKey: "A", secretKey: "S")
        configuration.s3.backoff.attempts = 1
        change(&configuration)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let stores = try ObjectStores(
            configuration, eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
        // Loopback is not allowed for sources: the store is not one of them.
        var settings = SourceConfiguration()
        settings.totalTimeout = .seconds(600)
        sources(&settings)
        let reader = try SourceReader(
            configuration: settings, eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
            stores: stores)
        let result: Result<Value, any Error>
        do { result = .success(try await body(reader)) } catch { result = .failure(error) }
        await reader.shutDown()
        await stores.shutDown()
        return try result.get()
    }

    private func failure(
        _ text: String, at origin: FakeOrigin, _ change: (inout ObjectStoresConfiguration) -> Void = { _ in },
        sources: (inout SourceConfiguration) -> Void = { _ in }
    ) async throws -> SourceError.Code? {
        try await withReader(at: origin, change, sources: sources) { reader in
            await #expect(throws: SourceError.self) { _ = try await reader.read(text) }?.code
        }
    }

    @Test("an object gives its bytes, what the store says of it, and reserves their number")
    func whole() async throws {
        let answer = FakeAnswer(
            headers: [
                ("ETag", "\"1\""), ("Content-Type", "Image/JPEG; a=b"),
                ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ("Cache-Control", "max-age=5"),
            ], body: Self.picture)
        try await FakeOrigin.with(answers: ["/pictures/a%20b/c%25.jpg": answer]) { origin in
            let reserved = NIOLockedValueBox<[Int]>([])
            let content = try await withReader(at: origin) { reader in
                try await reader.read(SourceReference(parsing: " s3://pictures/a b/c%.jpg\n")) { bytes in
                    reserved.withLockedValue { $0.append(bytes) }
                }
            }
            #expect(content.bytes == Self.picture)
            #expect(content.name == "c%.jpg")
            #expect(content.entityTag == "\"1\"")
            #expect(content.mediaType == "image/jpeg")
            #expect(content.lastModified == "Sun, 06 Nov 1994 08:49:37 GMT")
            #expect(content.metadata.cacheControl == "max-age=5")
            #expect(reserved.withLockedValue { $0 } == [Self.picture.count])
            #expect(origin.record.requests.first?.header("Authorization")?.hasPrefix("AWS4-HMAC-SHA256") == true)
        }
    }

    @Test("a condition that holds brings no bytes")
    func unchanged() async throws {
        try await FakeOrigin.with(answers: ["/pictures/a": FakeAnswer(status: 304, headers: [("ETag", "\"1\"")])]) {
            origin in
            try await withReader(at: origin) { reader in
                var options = FetchOptions()
                options.unlessTagged = "\"1\""
                let stream = try await reader.open(SourceReference(parsing: "s3://pictures/a"), options: options)
                #expect(stream.isUnchanged)
            }
            #expect(origin.record.requests.first?.header("If-None-Match") == "\"1\"")
        }
    }

    @Test(
        "a version is what stands behind the separator",
        arguments: [
            ("s3://b-1/a?v%1", "?", "/b-1/a?versionId=v%251"), ("s3://b-1/a?versionId=v1", "?", "/b-1/a?versionId=v1"),
            ("s3://b-1/a?", "?", "/b-1/a"), ("s3://b-1/a?v--2", "--", "/b-1/a%3Fv?versionId=2"),
            ("s3://b-1/a?v", "", "/b-1/a%3Fv"),
        ])
    func versions(text: String, separator: String, target: String) async throws {
        let script = FakeOrigin.Script { _, _ in FakeAnswer(body: Self.picture) }
        try await FakeOrigin.with(script: script) { origin in
            _ = try await withReader(at: origin) {
                $0.querySeparator = separator
            } _: { reader in
                try await reader.read(text)
            }
            #expect(origin.record.requests.map(\.target) == [target])
        }
    }

    @Test("a version that was told apart leaves the key as it is")
    func versionApart() async throws {
        let script = FakeOrigin.Script { _, _ in FakeAnswer(body: Self.picture) }
        try await FakeOrigin.with(script: script) { origin in
            _ = try await withReader(at: origin) { reader in
                try await reader.read(SourceReference(parsing: "s3://b-1/a?b", version: "2")) { _ in }
            }
            #expect(origin.record.requests.map(\.target) == ["/b-1/a%3Fb?versionId=2"])
        }
    }

    @Test("nothing is read unless the store is switched on, and the bucket is one that may be named")
    func rules() async throws {
        try await FakeOrigin.with(answers: ["/pictures/a": FakeAnswer(body: Self.picture)]) { origin in
            #expect(try await failure("s3://pictures/a", at: origin) { $0.rules.schemes = [] } == .notConfigured)
            #expect(
                try await failure("s3://pictures/a", at: origin) { $0.rules.denied[.s3] = ["pictures"] } == .notAllowed)
            #expect(
                try await failure("s3://pictures/a", at: origin) { $0.rules.allowed[.s3] = ["other"] } == .notAllowed)
            #expect(
                try await failure("s3://pictures/a", at: origin, sources: { $0.allowedSources = ["s3://pictures/x/"] })
                    == .notAllowed)
            #expect(
                try await failure(
                    "s3://pictures/x/../a", at: origin, sources: { $0.allowedSources = ["s3://pictures/x/"] })
                    == .notAllowed)
            #expect(origin.record.requests.isEmpty)
            let content = try await withReader(at: origin) {
                $0.rules.allowed[.s3] = ["pictures"]
            } sources: {
                $0.allowedSources = ["s3://pict*/"]
            } _: { reader in
                try await reader.read("s3://pictures/a")
            }
            #expect(content.bytes == Self.picture)
        }
    }

    @Test("a picture of the configuration may lie in any bucket, where the store is on")
    func trusted() async throws {
        try await FakeOrigin.with(answers: ["/marks/a": FakeAnswer(body: Self.picture)]) { origin in
            let content = try await withReader(at: origin) {
                $0.rules.allowed[.s3] = ["pictures"]
            } _: { reader in
                var options = FetchOptions()
                options.isTrusted = true
                return try await reader.read(SourceReference(parsing: "s3://marks/a"), options: options) { _ in }
            }
            #expect(content.bytes == Self.picture)
        }
    }

    @Test(
        "a store's refusals are statuses as of any origin",
        arguments: [(404, 404), (403, 403), (500, 500), (503, 503), (301, 502), (412, 412)])
    func refusals(status: Int, shown: Int) async throws {
        try await FakeOrigin.with(answers: ["/pictures/a": FakeAnswer(status: status)]) { origin in
            let code = try await failure("s3://pictures/a", at: origin)
            #expect(code == .status(shown))
        }
    }

    @Test("a store asks for patience as any origin does")
    func patience() async throws {
        let answer = FakeAnswer(status: 503, headers: [("Retry-After", "9")])
        try await FakeOrigin.with(answers: ["/pictures/a": answer]) { origin in
            try await withReader(at: origin) { reader in
                let error = await #expect(throws: SourceError.self) { _ = try await reader.read("s3://pictures/a") }
                #expect(error?.retryAfter == .seconds(9))
            }
        }
    }

    @Test("an object larger than allowed is not read, by the length that the store states")
    func tooLarge() async throws {
        let answer = FakeAnswer(body: Self.picture, pace: .stalls(afterBytes: 0))
        try await FakeOrigin.with(answers: ["/pictures/a": answer]) { origin in
            let code = try await failure("s3://pictures/a", at: origin, sources: { $0.maximumBytes = 8 })
            #expect(code == .tooLarge)
        }
    }

    @Test("an object whose bytes break off is no source")
    func breaks() async throws {
        let answer = FakeAnswer(body: Self.picture, pace: .closes(afterBytes: 3))
        try await FakeOrigin.with(answers: ["/pictures/a": answer]) { origin in
            let code = try await failure("s3://pictures/a", at: origin)
            #expect(code == .connectionLost)
        }
    }

    @Test("a store that stalls is left at the source's deadline")
    func stalls() async throws {
        let answer = FakeAnswer(body: Self.picture, pace: .stallsBeforeHead)
        try await FakeOrigin.with(answers: ["/pictures/a": answer]) { origin in
            let code = try await failure(
                "s3://pictures/a", at: origin, sources: { $0.totalTimeout = .milliseconds(200) })
            #expect(code == .timedOut)
        }
    }
}
