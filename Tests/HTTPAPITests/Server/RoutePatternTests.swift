import Testing

@testable import HTTPAPI

@Suite struct RoutePatternTests {
    @Test(
        "a pattern matches its paths, and tells the values of its parameters",
        arguments: [
            ("/health", "/health", [:]), ("/health", "/health/", [:]), ("/health", "/healthy", nil),
            ("/health", "/health/x", nil), ("/health", "/", nil), ("/v1/batches/{id}", "/v1/batches/ab", ["id": "ab"]),
            ("/v1/batches/{id}", "/v1/batches/a%20b/", ["id": "a b"]), ("/v1/batches/{id}", "/v1/batches/", nil),
            ("/v1/batches/{id}/items", "/v1/batches/7/items", ["id": "7"]),
            ("/v1/batches/{id}/items", "/v1/batches//items", nil), ("/a/{b}/{c}", "/a/1/2", ["b": "1", "c": "2"]),
            ("/a/**", "/a/1/2", [:]), ("/a/**", "/a", nil), ("/a/**", "/a/", nil), ("/**", "/x", [:]),
            ("/**", "/", nil),
            ("/**", "//x", [:]), ("*", "*", [:]),
        ] as [(String, String, [String: String]?)])
    func match(pattern: String, path: String, parameters: [String: String]?) {
        #expect(RoutePattern(pattern).match(path) == parameters)
    }
}
