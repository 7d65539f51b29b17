import Testing

@testable import Sources

@Suite struct SourceReferenceTests {
    @Test("http and https texts name remote sources", arguments: ["http://a/b.jpg", "HTTPS://a/b.jpg"])
    func remote(text: String) throws {
        guard case .remote = try SourceReference(parsing: text) else {
            Issue.record("not remote")
            return
        }
    }

    @Test(
        "a local path is decoded once",
        arguments: [
            ("local:///a/b.jpg", "a/b.jpg", nil), ("LOCAL:///a%20b", "a b", "a%20b"),
            ("local:///%252e%252e/x", "%2e%2e/x", "%252e%252e/x"), ("local:///%2e%2e/x", "../x", "%2e%2e/x"),
            ("local:///a%3Fb", "a?b", "a%3Fb"), ("local:///#1.jpg", "#1.jpg", nil),
            ("local:///100%.jpg", "100%.jpg", nil),
            ("local:///%zz", "%zz", nil), (" local:///a.jpg\r\n", "a.jpg", nil),
        ] as [(String, String, String?)])
    func local(text: String, path: String, written: String?) throws {
        #expect(try SourceReference(parsing: text) == .local(path: path, written: written))
    }

    @Test("blanks and line ends around a source are dropped", arguments: ["\n", " ", "\t", "\r\n"])
    func blanks(blank: String) throws {
        let plain = try SourceReference(parsing: "http://host/a.jpg?b")
        #expect(try SourceReference(parsing: blank + "http://host/a.jpg?b" + blank + blank) == plain)
    }

    @Test(
        "other schemes are refused with those that are allowed",
        arguments: [
            "file:///etc/passwd", "ftp://a/b", "/etc/passwd", "photo.jpg", "", "data:image/png;base64,AA", "s4://a/b",
        ])
    func otherSchemes(text: String) {
        let error = #expect(throws: SourceError.self) { try SourceReference(parsing: text) }
        #expect(error?.code == .schemeNotAllowed)
        #expect(error?.message.contains("local:///") == true)
    }

    @Test(
        "malformed local sources are refused",
        arguments: [
            "local://host/a", "local:a", "local:///", "local:///a?b", "local:///a%00b",
        ])
    func malformedLocal(text: String) {
        let error = #expect(throws: SourceError.self) { try SourceReference(parsing: text) }
        #expect(error?.code == .invalidReference)
    }

    @Test(
        "the name is fit to be a file's name, the directory to lie below another",
        arguments: [
            ("http://host/a/b%20c.jpg?d", "b c.jpg", "a"), ("http://host/", "host", ""), ("http://host/a/b/", "b", "a"),
            ("http://host/x/%2e%2e%2fetc%2fpasswd", "passwd", "x/etc"), ("http://host/a/..%5Cb", "b", "a"),
            ("http://host/a%00b%0A.jpg", "ab.jpg", ""), ("http://host/..", "host", ""),
            ("local:///a/../b.png", "b.png", "a"),
            ("http://host/100%/a%ff.jpg", "a%ff.jpg", "100%25"),
        ])
    func names(text: String, name: String, directory: String) throws {
        let reference = try SourceReference(parsing: text)
        #expect(reference.name == name)
        #expect(reference.directory == directory)
    }
}
