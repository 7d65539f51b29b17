import Testing

@testable import RequestGrammar

@Suite struct SourceReplacementTests {
    @Test(
        "The beginning of a source is replaced; stars match within a segment",
        arguments: [
            ("mys3://", "s3://bucket/images/", "mys3://a/b.jpg", "s3://bucket/images/a/b.jpg"),
            ("mys3://", "s3://bucket/", "http://mys3://a", "http://mys3://a"),
            ("cdn://*/", "https://${1}.example.org/", "cdn://eu/a.jpg", "https://eu.example.org/a.jpg"),
            ("cdn://*/*/", "https://${2}/${1}/", "cdn://a/b/c/d", "https://b/a/c/d"),
            ("cdn://*", "x:${1}", "cdn://a/b", "x:a/b"),
            ("cdn://*-*.jpg", "${1}+${2}", "cdn://a-b-c.jpg", "a-b+c"),
            ("cdn://*b", "${1}", "cdn://abab", "aba"),
            ("cdn://*.png", "x", "cdn://a/b.png", "cdn://a/b.png"),
            ("*", "${1}${1}", "abc", "abcabc"),
            ("", "https://example.org/", "a.jpg", "https://example.org/a.jpg"),
            ("a", "${2}", "ab", "${2}b"),
        ])
    func applied(pattern: String, replacement: String, source: String, expected: String) {
        #expect(SourceReplacement(pattern: pattern, replacement: replacement).applied(to: source) == expected)
    }
}
