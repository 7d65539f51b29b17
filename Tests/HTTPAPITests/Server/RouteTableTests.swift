import HTTPTypes
import Hummingbird
import NIOHTTP1
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct RouteTableTests {
    private static let table: RouteTable = {
        let answer: Route.Handler = { _, _ in Response(status: .ok) }
        let images = Route("/**", name: "image", .reading(answer))
        let upload = Route("/v1/renditions", maximumBodyBytes: 64, .reading(answer).with(.post, answer))
        return RouteTable(
            [Route("/up", name: Route.healthName, .reading(answer)), upload] + BatchRoutes.notConfigured + [images])
    }()

    @Test(
        "a request is called by its route, never by what a client wrote",
        arguments: [
            (.get, "/up?a=/v1/renditions", "/health"), (.post, "/v1/renditions", "/v1/renditions"),
            (.delete, "/v1/renditions", "/v1/renditions"), (.get, "/v1/batches", "/v1/batches"),
            (.get, "/v1/batches/secret/things", "unknown"), (.get, "/unsafe/w:5/plain/x", "image"),
            (.get, "/v1/w:5/plain/x", "image"), (.post, "/v1/w:5/plain/x", nil), (.post, "/w:5/plain/x", "image"),
            (.get, "/", nil),
        ] as [(HTTPRequest.Method, String, String?)])
    func names(method: HTTPRequest.Method, target: String, name: String?) {
        #expect(Self.table.match(method, target)?.route.name == name)
    }

    @Test(
        "a body may be as long as its route takes", arguments: [("/v1/renditions?sizes=5", 64), ("/up", 0), ("/", 0)])
    func bodies(target: String, bytes: Int) {
        let request = HTTPRequest(method: .post, scheme: "http", authority: "a", path: target)
        #expect(Self.table.maximumBodyBytes(request) == bytes)
    }

    @Test("health checks are known by their routes")
    func health() { #expect(Self.table.healthPaths == ["/up"]) }

    @Test(
        "a method that a path does not take is 405, and those that it takes are told",
        arguments: [
            ("DELETE", "/v1/renditions", "GET, HEAD, POST, OPTIONS"),
            ("PUT", "/v1/renditions?a=b", "GET, HEAD, POST, OPTIONS"),
            ("POST", "/health", "GET, HEAD, OPTIONS"), ("PATCH", "/health", "GET, HEAD, OPTIONS"),
        ])
    func wrongMethod(method: String, path: String, allow: String) async throws {
        try await withServer { server in
            let answer = try await server.send(.init(rawValue: method), server.url + path)
            #expect(answer.status == 405)
            #expect(answer["Allow"] == allow)
            #expect(try answer.problem.code == "http.405")
            #expect(try answer.problem.detail?.contains(method) == true)
        }
    }

    @Test("the operators' paths are read only")
    func admin() async throws {
        try await withServer { server in
            for path in ["/status", "/health"] {
                let answer = try await server.send(.POST, server.adminURL + path)
                #expect(answer.status == 405)
                #expect(answer["Allow"] == "GET, HEAD, OPTIONS")
                let head = try await server.send(.HEAD, server.adminURL + path)
                #expect(head.status == 200)
                #expect(head.body.isEmpty)
            }
        }
    }

    @Test(
        "with image URLs, all other paths are theirs",
        arguments: [
            ("DELETE", "/images" + URLServer.path("w:50"), 405, "GET, HEAD, OPTIONS"),
            ("POST", "/images/info" + URLServer.path("cb:1"), 405, "GET, HEAD, OPTIONS"),
            ("PUT", "/images/health", 405, "GET, HEAD, OPTIONS"), ("PUT", "/up", 405, "GET, HEAD, OPTIONS"),
            ("DELETE", "/v1/renditions", 405, "GET, HEAD, POST, OPTIONS"), ("POST", "/v1/none", 404, ""),
            ("POST", "/none", 404, ""), ("DELETE", "/", 404, ""),
        ])
    func images(method: String, path: String, status: Int, allow: String) async throws {
        try await withURLServer(["--path-prefix", "/images", "--health-path", "/up"]) { server async throws in
            let answer = try await server.send(path, method: .init(rawValue: method))
            #expect(answer.status == status)
            #expect(answer["Allow"] == allow)
        }
    }

    @Test(
        "OPTIONS tells the methods, without a secret",
        arguments: [
            (URLServer.path("w:50"), "GET, HEAD, OPTIONS"), ("/v1/renditions", "GET, HEAD, POST, OPTIONS"),
            ("/health", "GET, HEAD, OPTIONS"),
        ])
    func options(path: String, allow: String) async throws {
        try await withURLServer(["--bearer-secret", "open"]) { server async throws in
            let answer = try await server.send(path, method: .OPTIONS)
            #expect(answer.status == 204)
            #expect(answer["Allow"] == allow)
            #expect(answer.body.isEmpty)
        }
    }

    @Test("a page that may read answers is told before it posts")
    func preflight() async throws {
        try await withURLServer(["--allow-origin", "https://example.com"]) { server async throws in
            let answer = try await server.send(
                "/v1/renditions", method: .OPTIONS,
                headers: [
                    ("Origin", "https://example.com"), ("Access-Control-Request-Method", "POST"),
                    ("Access-Control-Request-Headers", "content-type"),
                ])
            #expect(answer.status == 204)
            #expect(answer["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS")
            #expect(answer["Access-Control-Allow-Headers"] == "Authorization, Content-Type")
        }
    }
}
