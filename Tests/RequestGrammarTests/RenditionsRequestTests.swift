import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct RenditionsRequestTests {
    private static let grammar = SizeListGrammar(lists: ["avatar": [Rendition(width: 64)]])

    private static func read(
        _ json: String, _ form: RenditionsRequest.Form = .addressed(maximumSources: 3)
    ) throws -> RenditionsRequest {
        try RenditionsRequest(json: json.utf8, form: form, grammar: grammar)
    }

    @Test("A full request is read, and its format and quality reach the elements that name none")
    func full() throws {
        let request = try Self.read(
            """
            {"source": "https://example.org/a.jpg",
             "sizes": [1600, "800x600:fill", {"width":400,"height":400,"fit":"fill","format":"webp","quality":75}],
             "format": "jpeg", "quality": 80, "store": "thumbs/{hash}/{width}.{ext}"}
            """)
        #expect(request.subject == .source("https://example.org/a.jpg"))
        #expect(
            request.renditions.map(\.description) == [
                "1600@jpeg,q=80", "800x600:fill@jpeg,q=80", "400x400:fill@webp,q=75",
            ])
        #expect(request.store == "thumbs/{hash}/{width}.{ext}")
    }

    @Test("Several sources are read in order")
    func several() throws {
        let request = try Self.read(#"{"sources": ["local:///a", "local:///b"], "sizes": "avatar"}"#)
        #expect(request.subject == .sources(["local:///a", "local:///b"]))
        #expect(request.renditions == [Rendition(width: 64)])
        #expect(request.store == nil)
    }

    @Test(
        "A wrong request is refused with the place",
        arguments: [
            (#"{"sizes":[1]}"#, RequestError.Code.missingField, "source: is missing"),
            (#"{"source":"a"}"#, .missingField, "sizes: is missing"),
            (
                #"{"source":"a","sources":["b"],"sizes":[1]}"#, .invalidField,
                "source: expected either source or sources"
            ),
            (#"{"source":"","sizes":[1]}"#, .invalidField, "source: expected text"),
            (#"{"sources":[],"sizes":[1]}"#, .invalidField, "sources: expected an array of texts, not empty"),
            (
                #"{"sources":"a","sizes":[1]}"#, .invalidField,
                "sources: expected an array of texts, not empty, got \"a\""
            ),
            (#"{"sources":["a",1],"sizes":[1]}"#, .invalidField, "sources[1]: expected text, got 1"),
            (#"{"sources":["a","b","c","d"],"sizes":[1]}"#, .tooMany, "sources: expected at most 3, got 4"),
            (
                #"{"source":"a","sizes":[1],"format":"svg"}"#, .invalidField,
                "format: expected a format (jpeg, png, webp"
            ),
            (
                #"{"source":"a","sizes":[1],"quality":"80"}"#, .invalidField,
                "quality: expected an integer from 1 to 100"
            ),
            (#"{"source":"a","sizes":[1],"store":3}"#, .invalidField, "store: expected text, got 3"),
            (#"{"source":"a","size":[1]}"#, .unknownField, "unknown field \"size\"; known: source, sources, sizes"),
            (#"{"source":"a","sizes":"nobody"}"#, .unknownSizeList, "sizes: size 1 \"nobody\": unknown size list"),
            (#"[]"#, .invalidField, "the body: expected an object, got an array"),
            (#"{"#, .invalidJSON, "the body is not valid JSON"),
        ])
    func refused(json: String, code: RequestError.Code, start: String) {
        let error = #expect(throws: RequestError.self) { try Self.read(json) }
        #expect(error?.code == code)
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
    }

    @Test("An upload's JSON part names no source")
    func uploadPart() throws {
        let request = try Self.read(#"{"sizes":[5],"store":"x"}"#, .upload)
        #expect(request == RenditionsRequest(subject: .upload, renditions: [Rendition(width: 5)], store: "x"))
        let error = #expect(throws: RequestError.self) { try Self.read(#"{"source":"a","sizes":[5]}"#, .upload) }
        #expect(error?.code == .unknownField)
    }

    @Test("An upload's query is read like a body")
    func query() throws {
        let items = [("sizes", "1600,800@png"), ("format", "webp"), ("quality", "75"), ("store", "{hash}")]
        let request = try RenditionsRequest(
            uploadQuery: items.map { (name: $0.0, value: $0.1) }, grammar: Self.grammar)
        #expect(request.subject == .upload)
        #expect(request.renditions.map(\.description) == ["1600@webp,q=75", "800@png,q=75"])
        #expect(request.store == "{hash}")
    }

    @Test(
        "A wrong query is refused",
        arguments: [
            ([], RequestError.Code.missingField, "sizes: is missing"),
            ([("sizes", "")], .invalidField, "sizes: is empty"),
            ([("sizes", "1"), ("sizes", "2")], .unknownField, "sizes: is given twice"),
            ([("sizes", "1"), ("source", "a")], .unknownField, "unknown query item \"source\"; known: sizes, format"),
            ([("sizes", "1"), ("quality", "0")], .invalidField, "quality: expected a quality from 1 to 100"),
            ([("sizes", "1"), ("format", "svg")], .invalidField, "format: expected a format (jpeg"),
            ([("sizes", "0")], .invalidField, "sizes: size 1 \"0\": expected sides"),
        ] as [([(String, String)], RequestError.Code, String)])
    func wrongQuery(items: [(String, String)], code: RequestError.Code, start: String) {
        let error = #expect(throws: RequestError.self) {
            try RenditionsRequest(uploadQuery: items.map { (name: $0.0, value: $0.1) }, grammar: Self.grammar)
        }
        #expect(error?.code == code)
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
    }
}
