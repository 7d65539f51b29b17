import Foundation
import ImageModel
import TestSupport
import Testing

@testable import ObjectStorage

/// OpenStack Swift, with a stand-in for store and identity service.
@Suite(.timeLimit(.minutes(5))) struct SwiftStoreTests {
    private func withStore<Value>(
        at origin: FakeOrigin, _ path: String, _ change: (inout SwiftConfiguration) -> Void = { _ in },
        _ body: (SwiftStore) async throws -> Value
    ) async throws -> Value {
        var configuration = SwiftConfiguration()
        configuration.authURL = try StoreEndpoint(parsing: origin.url(path))
        (configuration.user, configuration.key) = ("test:tester", SwiftKey("testing"))
        configuration.backoff.base = .zero
        change(&configuration)
        let made = configuration
        return try await withStoreClient { client in try await body(SwiftStore(made, client: client)) }
    }

    private func object(_ key: String) throws -> ObjectName {
        try ObjectName(scheme: .swift, bucket: try BucketName("container"), key: key)
    }

    /// Where the stand-in says that its store is.
    private static func session(_ port: Int, token: String, expires: Int = 3600) -> FakeAnswer {
        FakeAnswer(
            headers: [
                ("X-Storage-Url", "http://127.0.0.1:\(port)/v1/AUTH_test"), ("X-Auth-Token", token),
                ("X-Auth-Token-Expires", "\(expires)"),
            ])
    }

    @Test("by TempAuth, user and key bring a token, which requests to the store have")
    func tempAuth() async throws {
        try await FakeOrigin.with(answers: [
            "/v1/AUTH_test/container/a%20b": FakeAnswer(headers: [("Etag", "abc")], body: [1])
        ]) { origin in
            origin.answer("/auth/v1.0", with: Self.session(origin.port, token: "t1"))
            try await withStore(at: origin, "/auth/v1.0") { store in
                let answer = try await store.get(object("a b"), ObjectWish(), deadline: .far)
                #expect(try await bytes(answer) == [1])
                #expect(answer.facts.entityTag == "\"abc\"")
                var wish = ObjectWish()
                wish.unlessTagged = "\"abc\""
                _ = try await store.get(object("a b"), wish, deadline: .far)
            }
            let requests = origin.record.requests
            #expect(
                requests.map(\.target) == [
                    "/auth/v1.0", "/v1/AUTH_test/container/a%20b", "/v1/AUTH_test/container/a%20b",
                ])
            #expect(requests[0].header("X-Auth-User") == "test:tester")
            #expect(requests[0].header("X-Auth-Key") == "testing")
            #expect(requests[1].header("X-Auth-Token") == "t1")
            #expect(requests[2].header("If-None-Match") == "abc")
        }
    }

    @Test("a token that the store rejects is replaced, once")
    func rejected() async throws {
        let script = FakeOrigin.Script { target, before in
            target == "/v1/AUTH_test/container/a" ? FakeAnswer(status: before == 0 ? 401 : 200) : nil
        }
        try await FakeOrigin.with(script: script) { origin in
            origin.answer("/auth/v1.0", with: Self.session(origin.port, token: "t1"))
            try await withStore(at: origin, "/auth/v1.0") { store in
                _ = try await store.head(object("a"), deadline: .far)
            }
            #expect(origin.record.count("/auth/v1.0") == 2)
        }
    }

    @Test("by Keystone, the project's catalog says where the store is")
    func keystone() async throws {
        try await FakeOrigin.with(answers: ["/store/AUTH_p/container/a": FakeAnswer(status: 201)]) { origin in
            let body = """
                {"token": {"expires_at": "2099-01-01T00:00:00.000000Z", "catalog": [
                  {"type": "compute", "endpoints": []},
                  {"type": "object-store", "endpoints": [
                    {"interface": "internal", "region": "r2", "url": "http://internal.example"},
                    {"interface": "public", "region": "r1", "url": "http://other.example"},
                    {"interface": "public", "region": "r2", "url": "\(origin.url("/store/AUTH_p"))"}]}]}}
                """
            origin.answer(
                "/v3/auth/tokens",
                with: FakeAnswer(status: 201, headers: [("X-Subject-Token", "k1")], body: Array(body.utf8)))
            try await withStore(at: origin, "/v3") {
                ($0.tenant, $0.region) = ("project", "r2")
            } _: { store in
                var headers = ObjectHeaders()
                (headers.contentType, headers.isOnlyIfAbsent) = ("image/webp", true)
                headers.metadata = ["sha256": "x"]
                try await store.put(EncodedBytes(sharing: [1, 2]), as: object("a"), headers, deadline: .far)
            }
            let (question, put) = (origin.record.requests[0], origin.record.requests[1])
            let asked = try #require(
                try JSONSerialization.jsonObject(with: Data(question.body)) as? NSDictionary)
            #expect(
                asked == [
                    "auth": [
                        "identity": [
                            "methods": ["password"],
                            "password": [
                                "user": ["name": "test:tester", "domain": ["name": "Default"], "password": "testing"]
                            ],
                        ], "scope": ["project": ["name": "project", "domain": ["name": "Default"]]],
                    ]
                ])
            #expect(put.header("X-Auth-Token") == "k1")
            #expect(put.header("X-Object-Meta-sha256") == "x")
            #expect(put.header("Content-Type") == "image/webp")
            #expect(put.header("If-None-Match") == "*")
            #expect(put.body == [1, 2])
        }
    }

    @Test("a list goes on behind its last name until a page is empty")
    func list() async throws {
        let script = FakeOrigin.Script { target, _ in
            guard target.hasPrefix("/v1/AUTH_test/container?") else { return nil }
            let isFirst = !target.contains("marker")
            return FakeAnswer(
                body: Array((isFirst ? #"[{"name": "p/a", "bytes": 1}, {"name": "p/ü", "bytes": 2}]"# : "[]").utf8))
        }
        try await FakeOrigin.with(script: script) { origin in
            origin.answer("/auth/v1.0", with: Self.session(origin.port, token: "t1"))
            try await withStore(at: origin, "/auth/v1.0") { store in
                let prefix = try ObjectPrefix(parsing: "swift://container/p/")
                let page = try await store.list(prefix, from: .start, deadline: .far)
                #expect(page.entries.map(\.key) == ["p/a", "p/ü"])
                let next = try #require(page.next)
                #expect(try await store.list(prefix, from: next, deadline: .far) == ObjectPage(entries: [], next: nil))
            }
            #expect(
                origin.record.requests.last?.target
                    == "/v1/AUTH_test/container?format=json&limit=1000&marker=p%2F%C3%BC&prefix=p%2F")
        }
    }

    @Test(
        "refusals have their kind",
        arguments: [(404, ObjectStoreError.Code.notFound), (403, .denied), (412, .preconditionFailed), (422, .refused)])
    func refusals(status: Int, kind: ObjectStoreError.Code) async throws {
        try await FakeOrigin.with(answers: ["/v1/AUTH_test/container/a": FakeAnswer(status: status)]) { origin in
            origin.answer("/auth/v1.0", with: Self.session(origin.port, token: "t1"))
            try await withStore(at: origin, "/auth/v1.0") { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.head(object("a"), deadline: .far)
                }
                #expect(error?.code == kind)
            }
        }
    }

    @Test("an identity service that refuses says its status, and no key")
    func refused() async throws {
        try await FakeOrigin.with(answers: ["/auth/v1.0": FakeAnswer(status: 401)]) { origin in
            try await withStore(at: origin, "/auth/v1.0") { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.head(object("a"), deadline: .far)
                }
                #expect(error?.code == .credentialsFailed)
                #expect(error?.description.contains("401") == true)
                #expect(error?.description.contains("testing") == false)
            }
        }
    }
}
