import NIOCore
import TestSupport
import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(10))) struct ProxyRulesTests {
    private func server(_ url: String, exceptions: [String] = []) throws -> String? {
        let rules = try ProxyRules(http: "http://plain.proxy:3128", https: "secure.proxy:8443", exceptions: exceptions)
        return rules.server(for: try RemoteURL(parsing: url))?.host
    }

    @Test("each scheme has its proxy, and this machine none")
    func schemes() throws {
        #expect(try server("http://a.example/") == "plain.proxy")
        #expect(try server("https://a.example/") == "secure.proxy")
        for host in ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"] { #expect(try server("http://\(host)/") == nil) }
        let none = ProxyRules()
        #expect(none.server(for: try RemoteURL(parsing: "http://a.example/")) == nil)
    }

    /// As Go's and curl's `NO_PROXY`.
    @Test(
        "exceptions are names with subdomains, addresses, networks and ports",
        arguments: [
            ("example.com", "http://example.com/", true), ("example.com", "http://a.b.example.com/", true),
            ("example.com", "http://badexample.com/", false), (".example.com", "http://a.example.com/", true),
            (".example.com", "http://example.com/", false), ("*.example.com", "http://a.example.com/", true),
            ("*.example.com", "http://example.com/", false), ("EXAMPLE.com", "http://example.COM/", true),
            ("example.com:8080", "http://example.com:8080/", true), ("example.com:8080", "http://example.com/", false),
            ("10.0.0.0/8", "http://10.1.2.3/", true), ("10.0.0.0/8", "http://11.1.2.3/", false),
            ("10.1.2.3", "http://10.1.2.3/", true), ("fd00::/8", "http://[fd00::1]/", true),
            ("*", "http://x.example/", true),
            ("bücher.example", "http://xn--bcher-kva.example/", true),
        ])
    func exceptions(exception: String, url: String, isExcepted: Bool) throws {
        #expect((try server(url, exceptions: ["other.example", exception]) == nil) == isExcepted)
    }

    @Test(
        "an address of a proxy has a host and a port",
        arguments: [
            ("http://p.example:3128", ProxyServer.Kind.http, "p.example", 3128),
            ("p.example:3128", .http, "p.example", 3128),
            ("http://u:p@p.example/", .http, "p.example", 80), ("socks5://p.example", .socks, "p.example", 1080),
            ("socks5h://[::1]:99", .socks, "::1", 99),
        ])
    func servers(text: String, kind: ProxyServer.Kind, host: String, port: Int) throws {
        let server = try ProxyServer(parsing: text)
        #expect(server.kind == kind)
        #expect(server.host == host)
        #expect(server.port == port)
    }

    @Test(
        "others are refused, without a word of what may be a password",
        arguments: ["https://u:s3cret@p.example", "socks5://u:s3cret@p", "http://u:s3cret@", "://u:s3cret@"])
    func refused(text: String) {
        let error = #expect(throws: SourceError.self) { try ProxyServer(parsing: text) }
        #expect(error?.code == .notConfigured)
        #expect(error?.message.contains("s3cret") == false)
    }

    // MARK: Fetching

    /// Reads through `proxy`, on a machine that knows the addresses of some names only.
    private func read(_ url: String, through proxy: String) async throws -> SourceContent {
        let resolver = HostResolver { host, port in
            switch host {
            case "inside.example": [try SocketAddress(ipAddress: "10.0.0.1", port: port)]
            case "outside.example": [try SocketAddress(ipAddress: "8.8.8.8", port: port)]
            default: []
            }
        }
        let rules = try ProxyRules(http: proxy, https: proxy, exceptions: [])
        return try await withSourceReader(resolver: resolver) {
            $0.addressPolicy = AddressPolicy()
            $0.proxies = rules
        } _: {
            try await $0.read(url)
        }
    }

    @Test(
        "an http source is asked for by its whole URL, with the proxy's credentials",
        arguments: ["outside.example", "unknown.example:8080"])
    func handed(host: String) async throws {
        let script = FakeOrigin.Script { _, _ in FakeAnswer(body: [1]) }
        try await FakeOrigin.with(script: script) { proxy in
            let content = try await read(
                "http://\(host)/gr%FCn.png?a", through: "http://me:s3cret@127.0.0.1:\(proxy.port)")
            #expect(content.bytes == [1])
            let request = try #require(proxy.record.requests.first)
            #expect(request.target == "http://\(host)/gr%FCn.png?a")
            #expect(request.header("Host") == host)
            #expect(request.header("Proxy-Authorization") == "Basic bWU6czNjcmV0")
            #expect(request.header("Authorization") == nil)
        }
    }

    @Test("an https source is asked for through a tunnel; a proxy that gives none is told of")
    func tunnel() async throws {
        try await FakeOrigin.with { proxy in
            let error = await #expect(throws: SourceError.self) {
                try await read("https://outside.example/a", through: "http://me:s3cret@127.0.0.1:\(proxy.port)")
            }
            #expect(error?.code == .connectFailed)
            #expect(error?.message.contains("proxy") == true)
            let request = try #require(proxy.record.requests.first)
            #expect(request.method == "CONNECT")
            #expect(request.target == "outside.example:443")
            #expect(request.header("Proxy-Authorization") == "Basic bWU6czNjcmV0")
        }
    }

    @Test(
        "what is known here to be private is refused before the proxy hears of it",
        arguments: [
            "http://10.0.0.1/", "http://169.254.169.254/", "http://inside.example/", "http://[fd00::1]/",
            "http://unknown.example:22/", "http://outside.example:22/",
        ])
    func denied(url: String) async throws {
        try await FakeOrigin.with { proxy in
            let error = await #expect(throws: SourceError.self) {
                try await read(url, through: "http://127.0.0.1:\(proxy.port)")
            }
            #expect(error?.code == .addressDenied)
            #expect(proxy.record.requests.isEmpty)
        }
    }

    @Test("a redirect is judged as well")
    func redirect() async throws {
        let script = FakeOrigin.Script { _, _ in .redirect(to: "http://inside.example/secret") }
        try await FakeOrigin.with(script: script) { proxy in
            let error = await #expect(throws: SourceError.self) {
                try await read("http://outside.example/a", through: "http://127.0.0.1:\(proxy.port)")
            }
            #expect(error?.code == .addressDenied)
            #expect(proxy.record.requests.count == 1)
        }
    }
}
