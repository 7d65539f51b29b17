import Testing

@testable import Sources

@Suite struct SourceReferenceLogTests {
    @Test(
        "logs name a source without credentials and query",
        arguments: [
            ("https://me:s3cret@a.example:8443/x/y.jpg?sig=s3cret", "https://a.example:8443/x/y.jpg?…"),
            ("http://a.example/y.jpg", "http://a.example/y.jpg"), ("local:///a%20b.jpg", "local:///a%20b.jpg"),
        ])
    func text(source: String, text: String) throws {
        #expect(try SourceReference(parsing: source).logText == text)
    }

    @Test("a long one is cut")
    func long() throws {
        let source = try SourceReference(parsing: "http://a.example/" + String(repeating: "x", count: 5000))
        #expect(source.logText.utf8.count <= 512)
        #expect(source.logText.hasPrefix("http://a.example/xxx"))
    }

    @Test(
        "addresses are written as people write them",
        arguments: ["192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::1", "fe80::1:2"])
    func addresses(text: String) throws {
        #expect(try #require(IPAddress(literal: text)).description == text)
        #expect(try #require(IPAddress(literal: "::ffff:192.0.2.7")).description == "192.0.2.7")
    }
}
