import Testing

@testable import Sources

@Suite struct PercentEncodingTests {
    @Test(
        "decoding replaces each encoded byte once",
        arguments: [
            ("a%20b", "a b"), ("%C3%A9", "é"), ("%252e", "%2e"), ("plain", "plain"), ("", ""), ("%2F%2f", "//"),
        ])
    func decodes(text: String, decoded: String) {
        #expect(PercentEncoding.decoded(text) == decoded)
    }

    @Test("malformed encodings are refused", arguments: ["%", "%2", "%zz", "a%", "%ff", "%C3"])
    func refuses(text: String) {
        #expect(PercentEncoding.decoded(text) == nil)
    }

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
