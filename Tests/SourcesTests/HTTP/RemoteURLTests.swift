import Testing

@testable import Sources

@Suite struct RemoteURLTests {
    @Test(
        "a URL is written back in its plain form",
        arguments: [
            ("http://example.com", "http://example.com/"),
            ("HTTPS://EXAMPLE.com:443/A?b=C#d", "https://example.com/A?b=C"),
            ("http://example.com:8080/a b/é.jpg", "http://example.com:8080/a%20b/%C3%A9.jpg"),
            ("http://example.com:/x", "http://example.com/x"), ("http://[::1]:81/x", "http://[::1]:81/x"),
            ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"), ("http://example.com?q", "http://example.com/?q"),
            ("http://user:pass@example.com/x", "http://example.com/x"), ("http://2130706433/", "http://2130706433/"),
            ("http://a_b.example./x", "http://a_b.example./x"),
            ("http://example.com/a?b?c/d", "http://example.com/a?b?c/d"),
        ])
    func plainForm(text: String, plain: String) throws {
        #expect(try RemoteURL(parsing: text).description == plain)
    }

    @Test("the parts of a URL are told apart")
    func parts() throws {
        let url = try RemoteURL(parsing: "https://us%40er:pa:ss@Example.com:8443/a/b.jpg?c=d#e")
        #expect(url.scheme == .https)
        #expect(url.host == "example.com")
        #expect(url.port == 8443)
        #expect(url.path == "/a/b.jpg")
        #expect(url.query == "c=d")
        #expect(url.credentials == RemoteURL.Credentials(user: "us@er", password: "pa:ss"))
    }

    @Test(
        "a malformed URL is refused",
        arguments: [
            "http:///x", "http://", "http://ex ample.com/", "http://example.com:0/", "http://example.com:65536/",
            "http://example.com:+1/", "http://example.com:x/", "http://[::1/x", "http://[::1]x/",
            "http://[fe80::1%25eth0]/",
            "http://[127.0.0.1]/", "http://exa%6Dple.com/", "http://example.com\\@evil.com/",
            "http://a\u{0}b/", "http://example.com/\r\nHost: x", "http://[]/", "http://u%zz@example.com/",
            "http://u%3Av:p@example.com/", "http:/example.com", "http://::1/",
        ])
    func malformed(text: String) {
        let error = #expect(throws: SourceError.self) { try RemoteURL(parsing: text) }
        #expect(error?.code == .invalidReference)
    }

    @Test("the host of a URL with several @ is what follows the last one")
    func lastAt() throws {
        #expect(try RemoteURL(parsing: "http://good.com@evil.com/").host == "evil.com")
        #expect(try RemoteURL(parsing: "http://a@b@evil.com/").host == "evil.com")
    }
}
