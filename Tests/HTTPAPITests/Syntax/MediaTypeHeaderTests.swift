import Testing

@testable import HTTPAPI

@Suite struct MediaTypeHeaderTests {
    @Test(arguments: [
        ("image/jpeg", "image/jpeg", [:]),
        (" Image/SVG+XML ", "image/svg+xml", [:]),
        ("text/plain;charset=UTF-8", "text/plain", ["charset": "UTF-8"]),
        ("a/b ; X=\"q\\\"u;o\\\\te\" ;y=1; ", "a/b", ["x": "q\"u;o\\te", "y": "1"]),
        ("a/b; empty=\"\"", "a/b", ["empty": ""]),
    ])
    func readsTypeAndParameters(text: String, essence: String, parameters: [String: String]) throws {
        let header = try MediaTypeHeader(text)
        #expect(header.essence == essence)
        #expect(header.parameters == parameters)
    }

    @Test(arguments: [
        "", "image", "image/", "/jpeg", "image/jpeg x", "a/b; c", "a/b; c=", "a/b; c=\"d", "a/b; c=1; C=2", "a/b\n",
    ])
    func brokenTextIsRefused(text: String) {
        #expect(code { try MediaTypeHeader(text) } == .malformedHeader)
    }

    @Test(arguments: ["image/jpeg", "a/b; x=\"q\\\"u;o\\\\te\"; y=1"])
    func writesWhatItReads(text: String) throws {
        #expect(try MediaTypeHeader(text).description == text)
    }
}
