import Cryptography
import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct RenditionsRequestTests {
    private static let grammar = SizeListGrammar(lists: ["avatar": [Rendition(width: 64)]])

    private static func read(
        _ json: String, _ form: RenditionsRequest.Form = .addressed(maximumSources: 3)
    ) throws -> RenditionsRequest {
        try RenditionsRequest(json: json.utf8, form: form, grammar: RenditionsGrammar(sizes: grammar), now: 1000)
    }

    /// The same if options may replace limits.
    private static func readPermitted(_ json: String) throws -> RenditionsRequest {
        var configuration = URLGrammarConfiguration()
        configuration.allowsSecurityOptions = true
        let grammar = RenditionsGrammar(urls: try URLGrammar(configuration))
        return try RenditionsRequest(json: json.utf8, form: .upload, grammar: grammar, now: 1000)
    }

    @Test("Options of the whole request go next to sizes, unencoded")
    func requestOptions() throws {
        let digest = String(repeating: "0a", count: 16)
        let options = try Self.read(
            """
            {"source": "a", "sizes": [5], "hashsum": {"type": "md5", "hashsum": "\(digest)"}, "expires": 1000,
             "filename": "50%:a b", "fallback_image_url": "https://example.org/a?b", "skip_processing": ["gif", "webp"]}
            """
        ).options
        #expect(options.checksum == .init(algorithm: .md5, digest: Array(repeating: 10, count: 16)))
        #expect(options.expires == 1000)
        #expect(options.filename == "50%:a b")
        #expect(options.fallbackImageURL == "https://example.org/a?b")
        #expect(options.skippedFormats == [.gif, .webp])
    }

    @Test("Limits are replaced if that is allowed")
    func limits() throws {
        let json =
            #"{"sizes":[5],"max_src_resolution":1.5,"max_src_file_size":9,"max_animation_frames":2,"#
            + #""max_animation_frame_resolution":0.5,"max_result_dimension":77}"#
        var expected = RequestOptions.Limits()
        expected.sourceMegapixels = 1.5
        expected.sourceBytes = 9
        expected.animationFrames = 2
        expected.frameMegapixels = 0.5
        expected.resultSide = 77
        #expect(try Self.readPermitted(json).options.limits == expected)
        let error = #expect(throws: RequestError.self) { try Self.read(json, .upload) }
        #expect(error?.code == .securityOptionNotAllowed)
    }

    @Test(
        "An option that has no meaning in a request is refused with the reason",
        arguments: [
            (
                #""source":"a","sizes":[1],"raw":true"#,
                "raw: is an option for URLs only: an unchanged source has no sizes"
            ),
            (
                #""source":"a","sizes":[1],"cachebuster":"x""#,
                "cachebuster: is an option for URLs only: caches do not store responses to POST"
            ),
            (#""source":"a","sizes":[1],"return_attachment":true"#, "return_attachment: is an option for URLs only"),
            (
                #""source":"a","sizes":[1],"blur":2"#,
                "blur: is an option of a single size; put it in an element of sizes"
            ),
            (#""source":"a","sizes":[1],"preset":"x""#, "preset: is an option of a single size"),
            (#""sources":["a"],"sizes":[1],"filename":"x""#, "filename: names the files of one source"),
            (
                #""sources":["a"],"sizes":[1],"hashsum":"md5:00112233445566778899aabbccddeeff""#,
                "hashsum: is the digest of one source"
            ),
            (#""source":"a","sizes":[1],"store":"x","filename":"x""#, "filename: applies to responses; in a store"),
            (
                #""source":"a","sizes":[1],"store":"x","fallback_image_url":"x""#,
                "fallback_image_url: applies to responses; a store would"
            ),
            (#""source":"a","sizes":[1],"skip_processing":"svg""#, "skip_processing: svg sources always become pixels"),
            (#""source":"a","sizes":[1],"filename":["x",true]"#, "filename: too many arguments: expected at most 1"),
            (#""source":"a","sizes":[1],"hashsum":"md5:00""#, "hashsum: hashsum: expected 32 hexadecimal digits"),
        ])
    func meaningless(fields: String, start: String) {
        let error = #expect(throws: RequestError.self) { try Self.read("{\(fields)}") }
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
        #expect(error?.code == .invalidField || error?.code == .unknownField)
    }

    @Test("An expired request is refused")
    func expired() {
        let error = #expect(throws: RequestError.self) { try Self.read(#"{"source":"a","sizes":[1],"expires":999}"#) }
        #expect(error?.code == .expired)
    }

    @Test("A full request is read, and its format and quality apply to the elements that specify none")
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
        "An invalid request is refused with the place",
        arguments: [
            (#"{"sizes":[1]}"#, RequestError.Code.missingField, "source: is missing"),
            (#"{"source":"a"}"#, .missingField, "sizes: is missing"),
            (
                #"{"source":"a","sources":["b"],"sizes":[1]}"#, .invalidField,
                "source: expected either source or sources"
            ),
            (#"{"source":"","sizes":[1]}"#, .invalidField, "source: expected text"),
            (#"{"sources":[],"sizes":[1]}"#, .invalidField, "sources: expected a non-empty array of texts"),
            (
                #"{"sources":"a","sizes":[1]}"#, .invalidField,
                "sources: expected a non-empty array of texts, got \"a\""
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
            (#"{"source":"a","size":[1]}"#, .unknownField, "size: is an option of a single size; put it in an element"),
            (#"{"source":"a","siz":[1]}"#, .unknownField, "unknown field \"siz\"; known: source, sources, sizes"),
            (#"{"source":"a","sizes":"nobody"}"#, .unknownSizeList, "sizes: size 1 \"nobody\": unknown size list"),
            (#"[]"#, .invalidField, "the body: expected an object, got an array"),
            (#"{"#, .invalidJSON, "the body is not valid JSON"),
        ])
    func refused(json: String, code: RequestError.Code, start: String) {
        let error = #expect(throws: RequestError.self) { try Self.read(json) }
        #expect(error?.code == code)
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
    }

    @Test("An upload's JSON part has no source")
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
        "An invalid query is refused",
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
