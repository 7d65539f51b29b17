import Testing

@testable import RequestGrammar

@Suite struct RequestPathTests {
    @Test(
        "The first segment is the signature, the rest is signed",
        arguments: [
            ("/sig/w:1/plain/a", "", "sig", "/w:1/plain/a"), ("sig/plain/a", "", "sig", "/plain/a"),
            ("/sig/plain/a?x=1", "", "sig", "/plain/a"), ("/img/sig/plain/a", "/img", "sig", "/plain/a"),
            ("/img/v1/sig/plain/a", "img/v1/", "sig", "/plain/a"),
        ])
    func cut(target: String, prefix: String, signature: String, signed: String) throws {
        let path = try RequestPath(target: target, prefix: prefix)
        #expect(path.signature == signature)
        #expect(path.signed == signed)
    }

    @Test(
        "A path without signature, rest or prefix is refused",
        arguments: [
            ("/", ""), ("", ""), ("/sig", ""), ("/sig/", ""), ("//plain/a", ""), ("/sig?/plain/a", ""),
            ("/imgs/s/plain/a", "/img"), ("/img", "/img"),
        ])
    func refused(target: String, prefix: String) {
        let error = #expect(throws: RequestError.self) { try RequestPath(target: target, prefix: prefix) }
        #expect(error?.code == .invalidPath)
    }

    @Test(
        "What proxies do to a path is undone",
        arguments: [
            ("/rs%3Afill%3A3%3A4/plain/http:/a.b/c", "/rs:fill:3:4/plain/http://a.b/c"),
            ("/w:1/plain/http://a.b/c", "/w:1/plain/http://a.b/c"), ("/plain/local:/a/b", "/plain/local:///a/b"),
            ("/plain/local:///a/b", "/plain/local:///a/b"), ("/plain/s3:/bucket/key", "/plain/s3://bucket/key"),
            ("/w%3a1/aGk", "/w%3a1/aGk"), ("/w%3A1/aGk/b%3A", "/w:1/aGk/b:"),
            ("/plain/http%3A%2F%2Fa.b", "/plain/http%3A%2F%2Fa.b"), ("/plain/a:b/c", "/plain/a:b/c"),
            ("/plain/http://a/x:/y", "/plain/http://a/x:/y"), ("/plain/http:/", "/plain/http:/"),
        ])
    func repaired(path: String, expected: String) {
        #expect(RequestPath.repaired(path) == expected)
    }
}
