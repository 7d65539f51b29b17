import Testing

@testable import RequestGrammar

@Suite struct RenditionsAnswerTests {
    @Test(
        "Without a store, multipart or zip is chosen by weight, then by name, then multipart",
        arguments: [
            (nil, RenditionsAnswer.multipart), ("*/*", .multipart), ("application/*", .zip), ("application/zip", .zip),
            ("Multipart/Mixed", .multipart), ("application/zip, */*", .zip), ("application/zip;q=0.5, */*", .multipart),
            ("multipart/mixed;q=0.1, application/zip;q=0.2", .zip), ("multipart/mixed;q=0, */*", .zip),
            ("application/json, application/zip;q=0.001", .zip), ("text/html, */* ; q=0.1", .multipart),
            ("application/zip;q=2, multipart/*;q=0.3", .multipart), ("application/zip, multipart/mixed", .multipart),
        ] as [(String?, RenditionsAnswer)])
    func unstored(accept: String?, expected: RenditionsAnswer) throws {
        #expect(try RenditionsAnswer.negotiated(accept: accept, isStoring: false) == expected)
    }

    @Test(
        "With a store, the response is JSON",
        arguments: [nil, "*/*", "application/json", "application/*;q=0.1, text/html"])
    func stored(accept: String?) throws {
        #expect(try RenditionsAnswer.negotiated(accept: accept, isStoring: true) == .json)
    }

    @Test(
        "A client that accepts none of the available types gets a list of them",
        arguments: [
            ("application/json", false), ("image/webp", false), ("*/*;q=0", false), ("", false), ("*", false),
            ("*/mixed", false), ("multipart/mixed", true), ("application/json;q=0, */*", true),
        ])
    func refused(accept: String, isStoring: Bool) {
        let error = #expect(throws: RequestError.self) {
            try RenditionsAnswer.negotiated(accept: accept, isStoring: isStoring)
        }
        #expect(error?.code == .notAcceptable)
        #expect(error?.message.contains("application/json") == true)
    }
}
