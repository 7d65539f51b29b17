import Testing

@testable import HTTPAPI

@Suite struct CanonicalLinkTests {
    @Test(arguments: [
        ("https://a/b.jpg?c=d&e#f", "<https://a/b.jpg?c=d&e#f>; rel=\"canonical\""),
        ("HTTP://a/ü %20", "<HTTP://a/%C3%BC%20%20>; rel=\"canonical\""),
        ("https://a/>;rel=\"x\"\r\nB: c", "<https://a/%3E;rel=%22x%22%0D%0AB:%20c>; rel=\"canonical\""),
    ])
    func originalsAreNamed(url: String, expected: String) {
        #expect(CanonicalLink(to: url)?.description == expected)
    }

    @Test(arguments: ["", "local:///a.jpg", "s3://b/c", "//a/b", "http:/a", "ahttps://b"])
    func otherSourcesAreNot(url: String) {
        #expect(CanonicalLink(to: url) == nil)
    }
}
