import Cryptography
import Foundation
import ImageModel
import TestSupport
import Testing

@testable import ObjectStorage

/// Google Cloud Storage, with a stand-in for the service.
@Suite(.timeLimit(.minutes(5))) struct GCSTests {
    private func withStore<Value>(
        at origin: FakeOrigin, _ change: (inout GCSConfiguration) throws -> Void,
        _ body: (S3Store) async throws -> Value
    ) async throws -> Value {
        var configuration = GCSConfiguration()
        configuration.endpoint = try StoreEndpoint(parsing: origin.url(""))
        // Nothing listens there.
        configuration.environment = ["GCE_METADATA_HOST": "127.0.0.1:1"]
        configuration.backoff.base = .zero
        try change(&configuration)
        let changed = configuration
        return try await withStoreClient { client in try await body(S3Store(changed, client: client)) }
    }

    private static func account(tokens: String) throws -> ServiceAccount {
        let file = [
            "client_email": "us@project.example", "private_key": try testKey(), "private_key_id": "k1",
            "token_uri": tokens,
        ]
        return try ServiceAccount(json: try JSONEncoder().encode(file))
    }

    private static func testKey() throws -> String {
        String(decoding: try RepositoryFiles.fixture("keys/rsa-2048.pem"), as: UTF8.self)
    }

    @Test("by an HMAC key, requests are signed in Google's spelling, and no field of Amazon's stands beside it")
    func keys() async throws {
        try await FakeOrigin.with(answers: ["/bucket/a%20b": FakeAnswer()]) { origin in
            try await withStore(at: origin) {
                $0.keys = Credentials(accessKey: "GOOG1", secretKey: "s")
                $0.writing.storageClass = "NEARLINE"
            } _: { store in
                var headers = ObjectHeaders()
                headers.metadata = ["sha256": "x"]
                headers.isOnlyIfAbsent = true
                try await store.put(EncodedBytes(sharing: [1]), as: object("a b"), headers, deadline: .far)
            }
            let request = try #require(origin.record.requests.first)
            let authority = try #require(request.header("Authorization"))
            #expect(authority.hasPrefix("GOOG4-HMAC-SHA256 Credential=GOOG1/"))
            #expect(authority.contains("/auto/storage/goog4_request"))
            #expect(request.header("x-goog-if-generation-match") == "0")
            #expect(request.header("x-goog-meta-sha256") == "x")
            #expect(request.header("x-goog-storage-class") == "NEARLINE")
            #expect(request.header("x-goog-content-sha256") == PayloadHash.of(EncodedBytes(sharing: [1])))
            #expect(!request.headers.contains { $0.name.lowercased().hasPrefix("x-amz-") })
            #expect(request.header("If-None-Match") == nil)
        }
    }

    @Test("a service account gets a token by a signed statement, once, and a new one when the store rejects it")
    func account() async throws {
        let script = FakeOrigin.Script { target, before in
            switch target {
            case "/token":
                FakeAnswer(
                    body: Array(#"{"access_token": "t\#(before)", "expires_in": 3599, "token_type": "Bearer"}"#.utf8))
            case "/bucket/b": FakeAnswer(status: before == 0 ? 401 : 200)
            default: FakeAnswer()
            }
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withStore(at: origin) {
                $0.account = try Self.account(tokens: origin.url("/token"))
            } _: { store in
                _ = try await store.head(object("a"), deadline: .far)
                _ = try await store.head(object("a"), deadline: .far)
                _ = try await store.head(object("b"), deadline: .far)
            }
            let requests = origin.record.requests
            #expect(requests.map(\.target) == ["/token", "/bucket/a", "/bucket/a", "/bucket/b", "/token", "/bucket/b"])
            #expect(requests[1].header("Authorization") == "Bearer t0")
            #expect(requests[5].header("Authorization") == "Bearer t1")
            let body = String(decoding: requests[0].body, as: UTF8.self)
            #expect(body.hasPrefix("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="))
        }
    }

    @Test("the statement says who wants what of whom, and its signature is the key's")
    func assertion() throws {
        let account = try Self.account(tokens: "https://oauth2.googleapis.com/token")
        let parts = try account.assertion(at: 1_000_000).split(separator: ".").map(String.init)
        #expect(parts.count == 3)
        #expect(Self.decoded(parts[0]) == #"{"alg":"RS256","kid":"k1","typ":"JWT"}"#)
        #expect(
            Self.decoded(parts[1])
                == #"{"aud":"https://oauth2.googleapis.com/token","exp":1003600,"iat":1000000,"iss":"us@project.example","#
                + #""scope":"https://www.googleapis.com/auth/devstorage.read_write"}"#)
        let signature = try RSASignature(pem: Self.testKey()).code(for: Array("\(parts[0]).\(parts[1])".utf8))
        #expect(
            Data(signature).base64EncodedString().prefix(20)
                == parts[2].replacing("-", with: "+").replacing("_", with: "/").prefix(20))
    }

    private static func decoded(_ part: String) -> String {
        let text = part.replacing("-", with: "+").replacing("_", with: "/")
        let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
        return String(decoding: Data(base64Encoded: padded) ?? Data(), as: UTF8.self)
    }

    @Test("without a key, the machine's account gives the token")
    func machine() async throws {
        let path = "/computeMetadata/v1/instance/service-accounts/default/token"
        let answers = [
            path: FakeAnswer(body: Array(#"{"access_token": "m", "expires_in": 100}"#.utf8)), "/bucket/a": FakeAnswer(),
        ]
        try await FakeOrigin.with(answers: answers) { origin in
            try await withStore(at: origin) {
                $0.environment = ["GCE_METADATA_HOST": "127.0.0.1:\(origin.port)"]
            } _: { store in
                _ = try await store.head(object("a"), deadline: .far)
            }
            #expect(origin.record.requests.first?.header("Metadata-Flavor") == "Google")
            #expect(origin.record.requests.last?.header("Authorization") == "Bearer m")
        }
    }

    @Test(
        "an invalid key is refused, and its text is not repeated",
        arguments: ["", "{}", #"{"client_email":"a","private_key":"top-secret"}"#])
    func badKey(json: String) {
        let error = #expect(throws: ObjectStoreError.self) { _ = try ServiceAccount(json: Data(json.utf8)) }
        #expect(error?.code == .notConfigured)
        #expect(error?.description.contains("top-secret") == false)
    }

    @Test("a token service without TLS is not trusted with the statement")
    func plainTokens() {
        let error = #expect(throws: ObjectStoreError.self) { _ = try Self.account(tokens: "http://example.com/token") }
        #expect(error?.code == .notConfigured)
    }
}
