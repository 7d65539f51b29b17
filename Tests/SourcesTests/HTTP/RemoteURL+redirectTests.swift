import Testing

@testable import Sources

@Suite struct RemoteURLRedirectTests {
    /// The base and the examples of RFC 3986, section 5.4, without those whose result is no http URL.
    @Test(
        "a relative target is resolved as RFC 3986 says",
        arguments: [
            ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("?y", "/b/c/d;p?y"),
            ("g?y", "/b/c/g?y"), ("g#s", "/b/c/g"), ("#s", "/b/c/d;p?q"), ("", "/b/c/d;p?q"), (";x", "/b/c/;x"),
            (".", "/b/c/"), ("./", "/b/c/"), ("..", "/b/"), ("../", "/b/"), ("../g", "/b/g"), ("../..", "/"),
            ("../../g", "/g"), ("../../../g", "/g"), ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."),
            ("..g", "/b/c/..g"), ("./../g", "/b/g"), ("g/./h", "/b/c/g/h"), ("g/../h", "/b/c/h"),
        ])
    func relative(location: String, path: String) throws {
        let base = try RemoteURL(parsing: "http://a/b/c/d;p?q")
        #expect(try base.redirected(to: location).description == "http://a\(path)")
    }

    @Test("an absolute target and one without a scheme replace the host")
    func absolute() throws {
        let base = try RemoteURL(parsing: "https://a/b")
        #expect(try base.redirected(to: "http://other:81/x").description == "http://other:81/x")
        #expect(try base.redirected(to: "//other/x").description == "https://other/x")
    }

    @Test(
        "a target that is no http URL is refused",
        arguments: [
            "ftp://a/b", "file:///etc/passwd", "local:///a", "javascript:alert(1)", "http://", "/a\r\nb", "data:,x",
        ])
    func refused(location: String) throws {
        let base = try RemoteURL(parsing: "http://a/b")
        let error = #expect(throws: SourceError.self) { try base.redirected(to: location) }
        #expect(error?.code == .badRedirect)
    }

    @Test(
        "credentials stay with scheme, host and port",
        arguments: [
            ("/x", true), ("http://a/y", true), ("http://a:80/y", true), ("https://a/y", false),
            ("http://a:81/y", false),
            ("http://b/y", false), ("//b/y", false),
        ])
    func credentials(location: String, kept: Bool) throws {
        let base = try RemoteURL(parsing: "http://user:pass@a/b")
        #expect(try (base.redirected(to: location).credentials != nil) == kept)
    }

    @Test("a target's own credentials replace those before")
    func ownCredentials() throws {
        let base = try RemoteURL(parsing: "http://user:pass@a/b")
        #expect(try base.redirected(to: "http://me:too@a/b").credentials?.user == "me")
    }
}
