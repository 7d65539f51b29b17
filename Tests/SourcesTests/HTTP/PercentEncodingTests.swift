import Testing

@testable import Sources

@Suite struct PercentEncodingTests {
    @Test(
        "what no request line may hold is encoded, and nothing twice",
        arguments: [
            ("/a b", "/a%20b"), ("/é", "/%C3%A9"), ("/a%20b", "/a%20b"), ("/100%", "/100%25"), ("/%zz", "/%25zz"),
            ("/a[1]|\"<>^`{}\\", "/a%5B1%5D%7C%22%3C%3E%5E%60%7B%7D%5C"), ("/a:b@c,d;e=f", "/a:b@c,d;e=f"),
        ])
    func encodes(text: String, encoded: String) {
        #expect(PercentEncoding.encodedPathAndQuery(text) == encoded)
    }
}
