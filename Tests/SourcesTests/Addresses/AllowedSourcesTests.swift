import TestSupport
import Testing

@testable import Sources

@Suite struct AllowedSourcesTests {
    private static func isAllowed(_ source: String, by patterns: [String]) throws -> Bool {
        let reference = try SourceReference(parsing: source)
        do throws(SourceError) {
            try AllowedSources(patterns).check(reference)
            return true
        } catch {
            #expect(error.code == .notAllowed)
            return false
        }
    }

    @Test(
        "sources must begin as one of those allowed",
        arguments: [
            ("https://example.com/a.jpg", ["https://example.com/"], true),
            ("https://example.com.evil.net/a.jpg", ["https://example.com/"], false),
            ("https://example.com.evil.net/a.jpg", ["https://example.com"], false),
            ("https://example.com@evil.net/a.jpg", ["https://example.com"], false),
            ("https://EXAMPLE.com./a.jpg", ["https://example.com"], true),
            ("https://a.example.com/a.jpg", ["https://*.example.com/"], true),
            ("https://a.b.example.com/a.jpg", ["https://*.example.com/"], true),
            ("https://aexample.com/a.jpg", ["https://*.example.com/"], false),
            ("https://evil.net/.example.com/", ["https://*.example.com/"], false),
            ("https://evil.net/?a.example.com/", ["https://*.example.com/"], false),
            ("https://exampleXcom/a.jpg", ["https://example.com/"], false),
            ("https://example.com:8443/a.jpg", ["https://example.com/"], false),
            ("https://example.com:8443/a.jpg", ["https://example.com:*/"], true),
            ("https://example.com:443/a.jpg", ["https://example.com/"], true),
            ("http://[2606:4700::1]/a.jpg", ["http://[2606:4700::1]/"], true),
            ("https://example.com/x/y/z.jpg", ["https://example.com/*/y/"], true),
            ("https://example.com/x/w/y/z.jpg", ["https://example.com/*/y/"], false),
            ("https://example.com/images/a.jpg", ["https://example.com/images"], true),
            ("https://example.com/images", ["https://example.com/images/"], false),
            ("https://example.com/images-secret/a.jpg", ["https://example.com/images"], false),
            ("https://example.com/images-2/a.jpg", ["https://example.com/images-*"], true),
            ("https://example.com/images/../secret.jpg", ["https://example.com/images/"], false),
            ("https://example.com/images/%2e%2E/secret.jpg", ["https://example.com/images/"], false),
            ("https://example.com/images/..%2fsecret.jpg", ["https://example.com/images/"], false),
            ("https://example.com/images/%252e%252e/secret.jpg", ["https://example.com/images/"], false),
            ("https://example.com/images/..%5csecret.jpg", ["https://example.com/images/"], false),
            ("https://example.com/images/../a.jpg", ["https://example.com/"], true),
            ("http://example.com/a.jpg", ["https://"], false), ("http://example.com/a.jpg", ["http*://"], true),
            ("local:///photos/a.jpg", ["https://", "local:///photos/"], true),
            ("local:///photos/../a.jpg", ["https://", "local:///photos/"], false),
            ("local:///other/a.jpg", ["https://", "local:///photos/"], false),
            ("local:///other/a.jpg", ["local://"], true),
            // Each name that is tried must be allowed.
            ("local:///a%20b/c.jpg", ["local:///a%20b/"], false), ("local:///a%20b/c.jpg", ["local:///a*/"], true),
            ("local:///p%68otos/a.jpg", ["local:///photos/"], false),
            ("http://anything.net/", [], true),
        ])
    func patterns(source: String, patterns: [String], isAllowed: Bool) throws {
        #expect(try Self.isAllowed(source, by: patterns) == isAllowed)
    }

    @Test(
        "what can be no pattern is refused",
        arguments: ["example.com", "https://a/?b", "https://u@a/", "https://a:0/", "https://a:x/", "https://a/../b"])
    func refused(pattern: String) {
        let error = #expect(throws: SourceError.self) { try AllowedSources([pattern]) }
        #expect(error?.code == .notConfigured)
    }

    @Test("many wildcards are matched in little time")
    func wildcards() {
        let pattern = String(repeating: "*a", count: 50) + "b"
        #expect(!SourcePattern.matches(pattern, String(repeating: "a", count: 10_000)))
    }

    @Test("a redirect to a source that is not allowed is refused")
    func redirect() async throws {
        try await FakeOrigin.with(answers: ["/in/b": FakeAnswer(body: [2]), "/out": FakeAnswer(body: [1])]) { origin in
            origin.answer("/in/a", with: .redirect(to: "/out"))
            origin.answer("/in/c", with: .redirect(to: "/in/b"))
            try await withSourceReader {
                $0.allowedSources = [origin.url("/in/")]
            } _: { reader in
                let error = await #expect(throws: SourceError.self) { try await reader.read(origin.url("/in/a")) }
                #expect(error?.code == .notAllowed)
                let content = try await reader.read(origin.url("/in/c"))
                #expect(content.bytes == [2])
            }
            #expect(origin.record.count("/out") == 0)
        }
    }
}
