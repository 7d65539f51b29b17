import TestSupport
import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(10))) struct CookieJarTests {
    private func header(_ fields: [String], from: String, to: String, given: String? = nil) throws -> String? {
        var jar = CookieJar()
        jar.take(fields, from: try RemoteURL(parsing: from))
        return jar.header(for: try RemoteURL(parsing: to), behind: given)
    }

    @Test("cookies go back to the host that set them, in order, each once")
    func sameHost() throws {
        let fields = ["a=1; Path=/", "b=2;path=/", "a=3; Path=/; HttpOnly", " c = x=y ; Path=/"]
        #expect(try header(fields, from: "http://a.example/x", to: "http://a.example/y") == "b=2; a=3; c=x=y")
    }

    @Test(
        "cookies go nowhere else",
        arguments: [
            ("a=1", "http://a.example/x", "http://b.example/x"), ("a=1", "http://a.example/", "http://w.a.example/"),
            ("a=1; Domain=com", "http://a.com/", "http://b.com/"),
            ("a=1; Domain=b.example", "http://a.example/", "http://b.example/"),
            ("a=1; Domain=0.0.1", "http://127.0.0.1/", "http://128.0.0.1/"),
            ("a=1; Secure", "https://a.example/", "http://a.example/"),
            ("a=1; Path=/in", "http://a.example/", "http://a.example/inside"),
            ("a=1", "http://a.example/deep/x", "http://a.example/y"),
        ])
    func elsewhere(field: String, from: String, to: String) throws {
        #expect(try header([field], from: from, to: to) == nil)
    }

    @Test(
        "a domain covers its hosts, and a path what lies below",
        arguments: [
            ("a=1; Domain=shop.example; Path=/", "http://w.shop.example/x", "http://img.shop.example/"),
            ("a=1; Domain=.shop.example", "http://shop.example/", "http://img.shop.example/"),
            ("a=1; Path=/in", "http://a.example/", "http://a.example/in/side"),
            ("a=1; Path=/in", "http://a.example/", "http://a.example/in"),
            ("a=1", "http://a.example/d/x", "http://a.example/d/y"),
        ])
    func covered(field: String, from: String, to: String) throws {
        #expect(try header([field], from: from, to: to) == "a=1")
    }

    @Test(
        "a cookie can be taken back",
        arguments: ["Max-Age=0", "Expires=Thu, 01 Jan 1970 00:00:00 GMT", "expires=Thu, 01-Jan-1970 00:00:00 GMT"])
    func takenBack(attribute: String) throws {
        #expect(try header(["a=1", "a=; \(attribute)"], from: "http://a.example/", to: "http://a.example/") == nil)
        #expect(
            try header(
                ["a=1; Expires=Fri, 01 Jan 2500 00:00:00 GMT"], from: "http://a.example/", to: "http://a.example/")
                == "a=1")
    }

    @Test("the client's own cookies stand first")
    func given() throws {
        #expect(try header(["a=1"], from: "http://a.example/", to: "http://a.example/", given: "s=9") == "s=9; a=1")
        #expect(try header([], from: "http://a.example/", to: "http://a.example/", given: "s=9") == "s=9")
    }

    @Test("what an origin can leave is bounded")
    func bounded() throws {
        let fields = (0..<200).map { "c\($0)=1" } + ["big=" + String(repeating: "x", count: 5000)]
        let sent = try #require(try header(fields, from: "http://a.example/", to: "http://a.example/"))
        #expect(sent.split(separator: ";").count == 50)
        #expect(!sent.contains("big"))
    }

    @Test("a redirect to itself that wants a cookie back is passed, and nothing is kept for the next fetch")
    func challenge() async throws {
        let script = FakeOrigin.Script { target, before in
            guard target == "/a", before % 2 == 0 else { return nil }
            return FakeAnswer(status: 302, headers: [("Location", "/a"), ("Set-Cookie", "pass=1; Path=/")])
        }
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: [1])], script: script) { origin in
            try await withSourceReader { reader in
                for _ in 0..<2 { _ = try await reader.read(origin.url("/a")) }
            }
            #expect(origin.record.requests.map { $0.header("Cookie") } == [nil, "pass=1", nil, "pass=1"])
        }
    }
}
