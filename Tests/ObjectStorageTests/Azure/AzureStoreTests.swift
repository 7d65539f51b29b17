import ImageModel
import TestSupport
import Testing

@testable import ObjectStorage

/// Azure's blob storage, with a stand-in for the service.
@Suite(.timeLimit(.minutes(5))) struct AzureStoreTests {
    private static let key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="

    private func withStore<Value>(
        at origin: FakeOrigin, authority: AzureAuthority? = nil, _ body: (AzureStore) async throws -> Value
    ) async throws -> Value {
        var configuration = AzureConfiguration()
        configuration.account = "account"
        configuration.endpoint = try StoreEndpoint(parsing: origin.url(""))
        configuration.authority = try authority ?? .sharedKey(Self.key)
        configuration.backoff.base = .zero
        let made = configuration
        return try await withStoreClient { client in try await body(AzureStore(made, client: client)) }
    }

    private func blob(_ key: String) throws -> ObjectName {
        try ObjectName(scheme: .abs, bucket: try BucketName("container"), key: key)
    }

    @Test("an account's container is at its own host")
    func endpoint() {
        var configuration = AzureConfiguration()
        configuration.account = "photos"
        #expect(configuration.service?.origin == "https://photos.blob.core.windows.net")
    }

    @Test("a blob is stored with its type, metadata and condition, and read with its version")
    func both() async throws {
        let script = FakeOrigin.Script { target, _ in
            FakeAnswer(status: target.contains("versionid") ? 200 : 201, headers: [("ETag", "\"0x1\"")], body: [1, 2])
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withStore(at: origin) { store in
                var headers = ObjectHeaders()
                (headers.contentType, headers.cacheControl) = ("image/webp", "max-age=60")
                headers.metadata = ["made-by": "us"]
                headers.isOnlyIfAbsent = true
                try await store.put(EncodedBytes(sharing: [1, 2, 3]), as: blob("a b//c"), headers, deadline: .far)
                var wish = ObjectWish()
                wish.version = "2026-01-01T00:00:00.0000000Z"
                let answer = try await store.get(blob("a"), wish, deadline: .far)
                #expect(try await bytes(answer) == [1, 2])
                #expect(answer.facts.entityTag == "\"0x1\"")
            }
            let (put, get) = (origin.record.requests[0], origin.record.requests[1])
            #expect(put.target == "/container/a%20b//c")
            #expect(put.body == [1, 2, 3])
            let expected = [
                "x-ms-blob-type": "BlockBlob", "x-ms-blob-content-type": "image/webp", "If-None-Match": "*",
                "x-ms-blob-cache-control": "max-age=60", "x-ms-meta-made_by": "us", "x-ms-version": "2021-12-02",
            ]
            for (name, value) in expected { #expect(put.header(name) == value, "\(name)") }
            #expect(put.header("Authorization")?.hasPrefix("SharedKey account:") == true)
            #expect(get.target == "/container/a?versionid=2026-01-01T00%3A00%3A00.0000000Z")
        }
    }

    @Test("by a shared access signature, its parameters stand in the query and nothing is signed")
    func sharedAccess() async throws {
        try await FakeOrigin.with(answers: ["/container/a": FakeAnswer()]) { origin in
            let authority = try AzureAuthority.sharedAccess("?sv=2021-12-02&sig=a%2Bb+c%3D&sp=r")
            try await withStore(at: origin, authority: authority) { store in
                _ = try await store.head(blob("a"), deadline: .far)
            }
            #expect(origin.record.requests.first?.target == "/container/a?sig=a%2Bb%2Bc%3D&sp=r&sv=2021-12-02")
            #expect(origin.record.requests.first?.header("Authorization") == nil)
        }
    }

    @Test("a part is asked for in Azure's own field, which is signed")
    func range() async throws {
        let answer = FakeAnswer(status: 206, headers: [("Content-Range", "bytes 0-1/9")], body: [1, 2])
        try await FakeOrigin.with(answers: ["/container/a": answer]) { origin in
            try await withStore(at: origin) { store in
                var wish = ObjectWish()
                (wish.range, wish.rangeValidator) = ("bytes=0-1", "\"0x1\"")
                let part = try await store.get(blob("a"), wish, deadline: .far)
                #expect(part.contentRange == "bytes 0-1/9")
            }
            #expect(origin.record.requests.first?.header("x-ms-range") == "bytes=0-1")
            #expect(origin.record.requests.first?.header("If-Match") == "\"0x1\"")
        }
    }

    @Test("a list goes on by its marker; behind a key, those before it are left out")
    func list() async throws {
        let script = FakeOrigin.Script { target, _ in
            let isSecond = target.contains("marker=m%211")
            let names = isSecond ? ["p/c", "p/d"] : ["p/a", "p/b"]
            let blobs = names.map { name in
                "<Blob><Name>\(name)</Name><Properties><Content-Length>3</Content-Length></Properties></Blob>"
            }
            return FakeAnswer(
                body: Array(
                    """
                    <?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs>\(blobs.joined())</Blobs>\
                    <NextMarker>\(isSecond ? "" : "m!1")</NextMarker></EnumerationResults>
                    """.utf8))
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withStore(at: origin) { store in
                for (start, expected) in [
                    (ListPosition.start, ["p/a", "p/b", "p/c", "p/d"]), (.after(key: "p/b"), ["p/c", "p/d"]),
                ] {
                    var (keys, position): ([String], ListPosition?) = ([], start)
                    while let place = position {
                        let page = try await store.list(
                            ObjectPrefix(parsing: "az://container/p/"), from: place, deadline: .far)
                        keys += page.entries.map(\.key)
                        position = page.next
                    }
                    #expect(keys == expected)
                }
            }
        }
    }

    @Test(
        "refusals have their kind",
        arguments: [
            (404, "BlobNotFound", ObjectStoreError.Code.notFound), (409, "BlobAlreadyExists", .preconditionFailed),
            (412, "ConditionNotMet", .preconditionFailed), (403, "AuthorizationFailure", .denied),
            (409, "LeaseIdMissing", .refused),
        ])
    func refusals(status: Int, code: String, kind: ObjectStoreError.Code) async throws {
        let answer = FakeAnswer(status: status, headers: [("x-ms-error-code", code)])
        try await FakeOrigin.with(answers: ["/container/a": answer]) { origin in
            try await withStore(at: origin) { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.head(blob("a"), deadline: .far)
                }
                #expect(error?.code == kind)
                #expect(error?.storeCode == code)
            }
        }
    }

    @Test("a busy store is asked again, and a wrong clock is set by its answer")
    func again() async throws {
        let script = FakeOrigin.Script { _, before in
            switch before {
            case 0: FakeAnswer(status: 503)
            case 1: FakeAnswer(status: 403, headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT")])
            default: FakeAnswer()
            }
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withStore(at: origin) { store in _ = try await store.head(blob("a"), deadline: .far) }
            #expect(origin.record.requests.last?.header("x-ms-date") == "Fri, 24 May 2013 00:00:00 GMT")
        }
    }

    @Test("neither key nor signature stands in a description", arguments: [true, false])
    func secrets(isKey: Bool) throws {
        let authority = try isKey ? AzureAuthority.sharedKey(Self.key) : .sharedAccess("sv=1&sig=top-secret")
        var dumped = ""
        dump(authority, to: &dumped)
        #expect(!(dumped + "\(authority)").contains("top-secret"))
        #expect(dumped.count < 60)
    }
}
