import NIOHTTP1
import RequestGrammar
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ImageRoutesTests {
    private static let signing = ["--url-keys", "736563726574", "--url-salts", "68656c6c6f"]

    private static func signed(_ options: [String]) throws -> String {
        var configuration = URLGrammarConfiguration()
        configuration.signatures = try SignatureVerifier(keys: [Array("secret".utf8)], salts: [Array("hello".utf8)])
        return try ImgproxyURLBuilder(configuration).path(source: "local:///lake.jpg", options: options)
    }

    @Test("a URL is let in with its signature and refused without")
    func signatures() async throws {
        try await withURLServer(Self.signing) { server async throws in
            let path = try Self.signed(["rs:fit:32:32"])
            #expect(try await server.send(path).status == 200)
            #expect(try await server.get("rs:fit:32:32").status == 403)
            let other = path.replacing("rs:fit:32:32", with: "rs:fit:32:33")
            #expect(try await server.send(other).code == "request.invalidSignature")
        }
    }

    @Test("where URLs are signed, the JSON API is closed to those without a secret")
    func unsignedAPI() async throws {
        try await withURLServer(Self.signing) { server async throws in
            let answer = try await server.send("/v1/renditions?source=local:///lake.jpg&sizes=10")
            #expect(answer.status == 403)
        }
        try await withURLServer(Self.signing + ["--bearer-secret", "open"]) { server async throws in
            let answer = try await server.send(
                "/v1/renditions?source=local:///lake.jpg&sizes=10", headers: [("Authorization", "Bearer open")])
            #expect(answer.status == 200)
        }
    }

    @Test(
        "a secret is asked of images and not of the health check",
        arguments: [(nil, 403), ("Bearer wrong", 403), ("Bearer openn", 403), ("open", 403), ("Bearer open", 200)])
    func secret(authorization: String?, status: Int) async throws {
        try await withURLServer(["--bearer-secret", "open"]) { server async throws in
            let headers = authorization.map { [("Authorization", $0)] } ?? []
            #expect(try await server.send(URLServer.path("w:20"), headers: headers).status == status)
            #expect(try await server.send("/health").status == 200)
        }
    }

    @Test("HEAD has GET's status and headers, and no body", arguments: ["w:50", "w:oops", "w:50/f:webp", "raw:1"])
    func head(options: String) async throws {
        try await withURLServer { server async throws in
            let get = try await server.get(options)
            let head = try await server.send(URLServer.path(options), method: .HEAD)
            #expect(head.status == get.status)
            #expect(head.body.isEmpty)
            let changing: Set = ["date", "x-request-id"]
            func stable(_ headers: HTTPHeaders) -> [String] {
                headers.filter { !changing.contains($0.name.lowercased()) }.map { "\($0.name): \($0.value)" }.sorted()
            }
            #expect(stable(head.headers) == stable(get.headers))
        }
    }

    @Test("OPTIONS is answered, and pages of the allowed origin may read answers and errors")
    func crossOrigin() async throws {
        try await withURLServer(["--allow-origin", "https://example.com"]) { server async throws in
            let options = try await server.send(URLServer.path("w:50"), method: .OPTIONS)
            #expect(options.status == 204)
            for answer in [options, try await server.get("w:50"), try await server.get("w:oops")] {
                #expect(answer["Access-Control-Allow-Origin"] == "https://example.com")
                // All get the same answer: caches need to keep one only.
                #expect(!answer["Vary"].contains("Origin"))
            }
        }
        try await withURLServer { server async throws in
            #expect(try await server.get("w:50")["Access-Control-Allow-Origin"].isEmpty)
        }
    }

    @Test(
        "of several origins, the one that asks may read the answer, and caches are told",
        arguments: [
            ("https://a.example", "https://a.example"), ("http://b.example:8080", "http://b.example:8080"),
            ("https://c.example", ""), ("", ""),
        ])
    func severalOrigins(origin: String, allowed: String) async throws {
        try await withURLServer(["--allow-origin", "https://A.example/", "--allow-origin", "http://b.example:8080"]) {
            server async throws in
            for options in ["w:50", "w:oops"] {
                let headers = origin.isEmpty ? [] : [("Origin", origin)]
                let answer = try await server.send(URLServer.path(options), headers: headers)
                #expect(answer["Access-Control-Allow-Origin"] == allowed)
                #expect(answer["Vary"].contains("Origin"))
            }
        }
    }

    @Test("paths are those below the prefix")
    func prefix() async throws {
        try await withURLServer(["--path-prefix", "/images/v2"]) { server async throws in
            #expect(try await server.send("/images/v2" + URLServer.path("w:50")).status == 200)
            #expect(try await server.send("/images/v2/info" + URLServer.path("size:1")).status == 200)
            #expect(try await server.send("/images/v2/health").status == 200)
            #expect(try await server.get("w:50").status == 404)
        }
    }

    @Test("the health check has the path that is set, too")
    func healthPath() async throws {
        try await withURLServer(["--health-path", "/up"]) { server async throws in
            #expect(try await server.send("/up").text == "ok\n")
            #expect(try await server.send("/up", method: .HEAD).status == 200)
        }
    }

    @Test("a request that takes longer than allowed ends with 503")
    func deadline() async throws {
        let stalling = FakeAnswer(body: [1], pace: .stallsBeforeHead)
        try await withURLServer(["--request-timeout", "50ms"], answers: ["/slow.jpg": stalling]) {
            server async throws in
            let answer = try await server.get("w:50", server.origin.url("/slow.jpg"))
            #expect(answer.status == 503)
            #expect(answer.code == "deadlineExceeded")
            let list = try await server.send(
                "/v1/renditions?source=\(server.origin.url("/slow.jpg"))&sizes=50")
            #expect(list.status == 503)
            #expect(list.code == "deadlineExceeded")
        }
    }
}
