import Testing

@testable import Sources

@Suite struct AllowedSourcesTests {
    private static func isAllowed(_ source: String, by beginnings: [String]) throws -> Bool {
        let reference = try SourceReference(parsing: source)
        do throws(SourceError) {
            try AllowedSources(beginnings).check(reference)
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
            ("https://a.example.com/a.jpg", ["https://*.example.com/"], true),
            ("https://evil.net/.example.com/", ["https://*.example.com/"], false),
            ("https://example.com/x/y/z.jpg", ["https://example.com/*/y/"], true),
            ("http://example.com/a.jpg", ["https://"], false),
            ("local:///photos/a.jpg", ["https://", "local:///photos/"], true),
            ("local:///other/a.jpg", ["https://", "local:///photos/"], false),
            ("http://anything.net/", [], true),
        ])
    func beginnings(source: String, beginnings: [String], isAllowed: Bool) throws {
        #expect(try Self.isAllowed(source, by: beginnings) == isAllowed)
    }
}
