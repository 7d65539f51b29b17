import Testing

@testable import RequestGrammar

@Suite struct RenditionsAnswerTests {
    @Test(
        "Several renditions are answered by weight, then by name, then as multipart",
        arguments: [
            (nil, RenditionsAnswer.multipart), ("*/*", .multipart), ("application/*", .zip), ("application/zip", .zip),
            ("Multipart/Mixed", .multipart), ("application/zip, */*", .zip), ("application/zip;q=0.5, */*", .multipart),
            ("multipart/mixed;q=0.1, application/zip;q=0.2", .zip), ("multipart/mixed;q=0, */*", .zip),
            ("application/zip;q=2, multipart/*;q=0.3", .multipart), ("application/zip, multipart/mixed", .multipart),
            ("text/html, */* ; q=0.1", .page), ("text/*;q=0.2, */*;q=0.1", .page), ("text/html;q=0, */*", .multipart),
            ("application/json", .json), ("application/json, */*;q=0.5", .json), ("application/json, */*", .multipart),
            ("application/json, application/zip;q=0.001", .json), ("application/json;q=0.1, text/html;q=0.1", .page),
        ] as [(String?, RenditionsAnswer)])
    func several(accept: String?, expected: RenditionsAnswer) throws {
        #expect(try RenditionsAnswer.negotiated(accept: accept, .pictures) == expected)
    }

    @Test(
        "One rendition is answered as the picture itself, unless something else is asked for",
        arguments: [
            (nil, RenditionsAnswer.picture), ("*/*", .picture), ("image/*", .picture), ("image/avif", .picture),
            ("application/zip", .zip), ("multipart/mixed", .multipart), ("multipart/mixed, */*", .multipart),
            ("application/json", .json), ("application/json, text/plain, */*", .picture),
            ("image/*;q=0, */*", .multipart),
        ] as [(String?, RenditionsAnswer)])
    func one(accept: String?, expected: RenditionsAnswer) throws {
        #expect(try RenditionsAnswer.negotiated(accept: accept, .picture) == expected)
    }

    @Test(
        "What goes into a store, and what is asked for as data, is answered in JSON",
        arguments: [nil, "*/*", "application/json", "application/*;q=0.1, text/html"])
    func report(accept: String?) throws {
        for content in [RenditionsAnswer.Content.stored, .data] {
            #expect(try RenditionsAnswer.negotiated(accept: accept, content) == .json)
        }
    }

    @Test(
        "A client that accepts nothing of what is offered is told what to send",
        arguments: [
            ("image/webp", RenditionsAnswer.Content.pictures), ("*/*;q=0", .pictures), ("", .pictures),
            ("*", .pictures),
            ("*/mixed", .pictures), ("text/html", .sources), ("text/html", .picture), ("multipart/mixed", .stored),
            ("application/json;q=0, */*", .stored), ("image/jpeg", .data),
        ])
    func refused(accept: String, content: RenditionsAnswer.Content) {
        let error = #expect(throws: RequestError.self) {
            try RenditionsAnswer.negotiated(accept: accept, content)
        }
        #expect(error?.code == .notAcceptable)
        for answer in content.answers { #expect(error?.message.contains(answer.rawValue) == true) }
    }
}
