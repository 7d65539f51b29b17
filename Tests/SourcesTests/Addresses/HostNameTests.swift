import NIOCore
import TestSupport
import Testing

@testable import Sources

@Suite struct HostNameTests {
    /// The right side as browsers and Python's `idna` package write it.
    @Test(
        "a name in any script is written in ASCII",
        arguments: [
            ("bücher.example", "xn--bcher-kva.example"), ("BÜCHER.Example", "xn--bcher-kva.example"),
            ("bu\u{308}cher.example", "xn--bcher-kva.example"), ("faß.de", "xn--fa-hia.de"),
            ("пример.рф", "xn--e1afmkfd.xn--p1ai"), ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("türkiye.com.tr", "xn--trkiye-3ya.com.tr"), ("a_b.bücher.de", "a_b.xn--bcher-kva.de"),
            ("ａ.com", "a.com"), ("ü.de.", "xn--tda.de."), ("A_b-C.example", "a_b-c.example"),
        ])
    func names(name: String, ascii: String) throws {
        #expect(HostName.ascii(name) == ascii)
        #expect(try RemoteURL(parsing: "https://\(name)/a").host == ascii)
        #expect(try RemoteURL(parsing: "http://x/").redirected(to: "//\(name)/b").host == ascii)
    }

    @Test(
        "what cannot be a name is refused",
        arguments: [
            "ü\u{200D}.de", "-ü.de", String(repeating: "ü", count: 70) + ".de", "ü／a.de", "ü%2F.de", "ﷺ.com", "%FC.de",
        ])
    func refused(name: String) {
        let error = #expect(throws: SourceError.self) { try RemoteURL(parsing: "http://\(name)/a") }
        #expect(error?.code == .invalidReference)
    }

    @Test("a host may be percent-encoded UTF-8")
    func encoded() throws {
        #expect(try RemoteURL(parsing: "http://b%C3%BCcher.example/").host == "xn--bcher-kva.example")
    }

    @Test("numbers in other digits are the address that they spell, and judged as such")
    func digits() async throws {
        #expect(try RemoteURL(parsing: "http://１２７.0.0.1/").host == "127.0.0.1")
        try await withSourceReader {
            $0.addressPolicy = .init()
        } _: { reader in
            let error = await #expect(throws: SourceError.self) { try await reader.read("http://１２７.0.0.1/a") }
            #expect(error?.code == .addressDenied)
        }
    }

    @Test("the origin is asked by its ASCII name")
    func host() async throws {
        let resolver = HostResolver { host, port in
            #expect(host == "xn--bcher-kva.example")
            return [try SocketAddress(ipAddress: "127.0.0.1", port: port)]
        }
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: [1])]) { origin in
            _ = try await withSourceReader(resolver: resolver) {
                try await $0.read("http://bücher.example:\(origin.port)/a")
            }
            #expect(origin.record.requests.first?.header("Host") == "xn--bcher-kva.example:\(origin.port)")
        }
    }

    @Test(
        "patterns of allowed sources are written in either form",
        arguments: ["https://bücher.example/", "https://*.Bücher.example/"])
    func patterns(pattern: String) throws {
        let allowed = try AllowedSources([pattern])
        let host = pattern.contains("*") ? "www.xn--bcher-kva.example" : "BÜCHER.example"
        try allowed.check(try SourceReference(parsing: "https://\(host)/a"))
        #expect(throws: SourceError.self) { try allowed.check(try SourceReference(parsing: "https://other.example/a")) }
    }
}
