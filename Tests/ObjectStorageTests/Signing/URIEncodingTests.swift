import Testing

@testable import ObjectStorage

@Suite struct URIEncodingTests {
    @Test(
        "keys are encoded once, and slashes and dots stay as they are",
        arguments: [
            ("a/b.jpg", "a/b.jpg"), ("a//double.jpg", "a//double.jpg"), ("/a", "/a"), ("a/../b", "a/../b"),
            ("sp ace+plus%25.jpg", "sp%20ace%2Bplus%2525.jpg"), ("ü/日", "%C3%BC/%E6%97%A5"),
            ("(x)!*'$&,:;=@~", "%28x%29%21%2A%27%24%26%2C%3A%3B%3D%40~"), ("a?b#c", "a%3Fb%23c"),
        ])
    func path(key: String, text: String) {
        #expect(URIEncoding.path(key) == text)
        #expect(URIEncoding.decodedForm(text) == key)
    }

    @Test("in a query, slashes are encoded, too")
    func component() {
        #expect(URIEncoding.component("a/b c") == "a%2Fb%20c")
    }

    @Test("lists may have + for a blank")
    func form() {
        #expect(URIEncoding.decodedForm("a+b%2Bc") == "a b+c")
    }

    @Test("what is not encoded properly is no text", arguments: ["%", "%4", "%zz", "%FF"])
    func malformed(text: String) {
        #expect(URIEncoding.decodedForm(text) == nil)
    }

    @Test("a query is sorted by its encoded names, then values, and keeps empty ones")
    func query() {
        var request = StoreRequest("GET", StoreEndpoint(isSecure: false, host: "h"), path: "/")
        request.query = [("b", "2"), ("b", "1"), ("a ", ""), ("a", "x/y"), ("A", "")]
        #expect(request.canonicalQuery == "A=&a=x%2Fy&a%20=&b=1&b=2")
    }
}
