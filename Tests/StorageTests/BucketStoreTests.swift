import ImageModel
import Logging
import NIOPosix
import ObjectStorage
import TestSupport
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(5))) struct BucketStoreTests {
    private static let kind = StoredKind(contentType: "image/webp")
    private static let named = StoredKind(contentType: "image/webp", isNamedByHash: true)

    /// Runs `body` with a store below `s3://bucket/out` at `origin`, a stand-in for S3.
    private func withStore<Value>(
        at origin: FakeOrigin, headers: StoredHeaders = StoredHeaders(), timeout: Duration = .seconds(300),
        _ body: (BucketStore) async throws -> Value
    ) async throws -> Value {
        var configuration = ObjectStoresConfiguration()
        configuration.s3.environment = [:]
        configuration.s3.endpoints.endpoint = try StoreEndpoint(parsing: origin.url(""))
        configuration.s3.credentials = Credentials(accessKey: "A", secretKey: "S")
        configuration.s3.backoff.attempts = 1
        let stores = try ObjectStores(
            configuration, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let prefix = try ObjectPrefix(parsing: "s3://bucket/out")
        let store = BucketStore(prefix: prefix, store: stores.store(.s3), headers: headers, timeout: timeout)
        let result: Result<Value, any Error>
        do { result = .success(try await body(store)) } catch { result = .failure(error) }
        await stores.shutDown()
        return try result.get()
    }

    private static let bytes = EncodedBytes(sharing: Array("abc".utf8))
    private static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test("a file is stored below the prefix, with what the settings say and its own digest")
    func write() async throws {
        try await FakeOrigin.with(answers: ["/bucket/out/a/b%20c.webp": FakeAnswer()]) { origin in
            var headers = StoredHeaders()
            (headers.cacheControl, headers.metadata) = ("max-age=60", ["made-by": "us"])
            try await withStore(at: origin, headers: headers) { store in
                try await store.write(Self.bytes, to: "a/b c.webp", as: Self.kind)
            }
            let request = try #require(origin.record.requests.first)
            #expect(request.method == "PUT")
            #expect(request.body == Array("abc".utf8))
            #expect(request.header("Content-Type") == "image/webp")
            #expect(request.header("Cache-Control") == "max-age=60")
            #expect(request.header("x-amz-meta-made-by") == "us")
            #expect(request.header("x-amz-meta-sha256") == Self.digest)
            #expect(request.header("If-None-Match") == nil)
        }
    }

    /// Answers to a write that must not replace, and to the questions after it.
    private static func taken(by digest: String) -> FakeOrigin.Script {
        FakeOrigin.Script { _, before in
            switch before {
            case 0: FakeAnswer(status: 412)
            case 1: FakeAnswer(headers: [("x-amz-meta-sha256", digest)])
            default: FakeAnswer()
            }
        }
    }

    @Test("under a name by hash, the same bytes are not written twice")
    func same() async throws {
        try await FakeOrigin.with(script: Self.taken(by: Self.digest)) { origin in
            try await withStore(at: origin) { store in
                try await store.write(Self.bytes, to: "x.webp", as: Self.named)
            }
            #expect(origin.record.requests.map(\.method) == ["PUT", "HEAD"])
            #expect(origin.record.requests.first?.header("If-None-Match") == "*")
        }
    }

    @Test("under a name by hash, other bytes replace those that are there")
    func other() async throws {
        try await FakeOrigin.with(script: Self.taken(by: "00")) { origin in
            try await withStore(at: origin) { store in
                try await store.write(Self.bytes, to: "x.webp", as: Self.named)
            }
            #expect(origin.record.requests.map(\.method) == ["PUT", "HEAD", "PUT"])
            #expect(origin.record.requests.map { $0.header("If-None-Match") } == ["*", nil, nil])
        }
    }

    @Test("names have the rules of folders", arguments: ["", "/a", "a//b", "../a", "a/./b", "a/", ".stillwater-x"])
    func names(path: String) async throws {
        try await FakeOrigin.with { origin in
            try await withStore(at: origin) { store in
                let error = await #expect(throws: StorageError.self) {
                    try await store.write(Self.bytes, to: path, as: Self.kind)
                }
                #expect(error?.code == .invalidPath)
            }
            #expect(origin.record.requests.isEmpty)
        }
    }

    @Test(
        "refusals say what may be done",
        arguments: [
            (403, StorageError.Code.notPermitted), (404, .writeFailed), (400, .writeFailed), (503, .unavailable),
            (500, .unavailable),
            (507, .noSpace),
        ])
    func refusals(status: Int, code: StorageError.Code) async throws {
        try await FakeOrigin.with(answers: ["/bucket/out/a": FakeAnswer(status: status)]) { origin in
            try await withStore(at: origin) { store in
                let error = await #expect(throws: StorageError.self) {
                    try await store.write(Self.bytes, to: "a", as: Self.kind)
                }
                #expect(error?.code == code)
            }
        }
    }

    @Test("a service that gives credentials and is away passes, as does a store that is")
    func credentials() throws {
        #expect(StorageError(ObjectStoreError(.credentialsFailed, ""), path: "a").code == .unavailable)
        #expect(StorageError(ObjectStoreError(.noCredentials, ""), path: "a").code == .notPermitted)
    }

    @Test("a store that does not answer is left in time")
    func stalls() async throws {
        try await FakeOrigin.with(answers: ["/bucket/out/a": FakeAnswer(pace: .stallsBeforeHead)]) { origin in
            try await withStore(at: origin, timeout: .milliseconds(200)) { store in
                let error = await #expect(throws: StorageError.self) {
                    try await store.write(Self.bytes, to: "a", as: Self.kind)
                }
                #expect(error?.code == .unavailable)
            }
        }
    }

    @Test("the length of a file is known where it is there")
    func byteCount() async throws {
        let answers = ["/bucket/out/a": FakeAnswer(framing: .declared(12)), "/bucket/out/b": FakeAnswer(status: 404)]
        try await FakeOrigin.with(answers: answers) { origin in
            try await withStore(at: origin) { store in
                #expect(await store.byteCount(of: "a") == 12)
                #expect(await store.byteCount(of: "b") == nil)
                #expect(await store.byteCount(of: "../a") == nil)
            }
        }
    }
}
