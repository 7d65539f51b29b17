import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct BatchRequestTests {
    private static let grammar = SizeListGrammar(lists: ["avatar": [Rendition(width: 64)]])

    private static func read(_ json: String) throws -> BatchRequest {
        try BatchRequest(json: json.utf8, grammar: RenditionsGrammar(sizes: grammar))
    }

    private static func read(_ items: [(name: String, value: String)]) throws -> BatchRequest {
        try BatchRequest(query: items, grammar: grammar)
    }

    @Test("JSON and query express the same request")
    func forms() throws {
        var json = try Self.read(
            """
            {"sources": ["local:///a", {"source": "local:///b", "sku": 7, "name": "x", "none": null}],
             "sizes": "avatar,200", "store": "{sku}.{ext}", "format": "webp", "quality": 70, "label": "summer",
             "force": true, "attempts": 3, "losses": 20, "failureShare": 0.25, "webhook": {"url": "https://a/", "every": 10}}
            """)
        let query = try Self.read([
            ("sizes", "avatar,200"), ("store", "{sku}.{ext}"), ("format", "webp"), ("quality", "70"),
            ("label", "summer"), ("force", "true"), ("attempts", "3"), ("losses", "20"), ("failureShare", "0.25"),
            ("webhook", "https://a/"), ("webhookEvery", "10"),
        ])
        #expect(
            json.sources == [
                .init(text: "local:///a", values: [:]), .init(text: "local:///b", values: ["sku": "7", "name": "x"]),
            ])
        json.sources = nil
        #expect(json == query)
        #expect(query.renditions.map(\.width) == [64, 200])
        #expect(query.renditions.allSatisfy { $0.format == .webp && $0.quality == 70 })
    }

    @Test("omitted options have their defaults")
    func defaults() throws {
        let request = try Self.read([("sizes", "9"), ("store", "{stem}")])
        #expect(!request.isForced && request.attempts == nil && request.failureShare == nil && request.webhook == nil)
        #expect(try Self.read(#"{"sources":["a"],"sizes":[9,"8x7"],"store":"s","webhook":"u"}"#).sizes == "9,8x7")
    }

    @Test(
        "errors in JSON are reported with their place",
        arguments: [
            (#"{"sizes":"9","store":"s"}"#, "sources: "), (#"{"sources":[],"sizes":"9","store":"s"}"#, "sources: "),
            (#"{"sources":[3],"sizes":"9","store":"s"}"#, "sources[0]: "),
            (#"{"sources":["a",{"sku":"1"}],"sizes":"9","store":"s"}"#, "sources[1].source: "),
            (#"{"sources":[{"source":"a","x":[1]}],"sizes":"9","store":"s"}"#, "sources[0].x: "),
            (#"{"sources":["a"],"store":"s"}"#, "sizes: "), (#"{"sources":["a"],"sizes":"9"}"#, "store: "),
            (#"{"sources":["a"],"sizes":"9","store":"s","force":"yes"}"#, "force: "),
            (#"{"sources":["a"],"sizes":"9","store":"s","attempts":0}"#, "attempts: "),
            (#"{"sources":["a"],"sizes":"9","store":"s","failureShare":1.5}"#, "failureShare: "),
            (#"{"sources":["a"],"sizes":"9","store":"s","webhook":{"every":3}}"#, "webhook.url: "),
            (#"{"sources":["a"],"sizes":"9","store":"s","webhook":{"url":"u","every":0}}"#, "webhook.every: "),
            (#"{"sources":["a"],"sizes":"9","store":"s","label":"a\nb"}"#, "label: "),
            (#"{"sources":["a"],"sizes":"9","store":"s","more":1}"#, "unknown field"),
        ])
    func wrongJSON(json: String, place: String) throws {
        let error = #expect(throws: RequestError.self) { try Self.read(json) }
        #expect(error?.message.hasPrefix(place) == true, "\(error?.message ?? "")")
    }

    @Test(
        "errors in a query are reported with the name",
        arguments: [
            ("sizes", "9q", "sizes: "), ("force", "yes", "force: "), ("attempts", "101", "attempts: "),
            ("failureShare", "x", "failureShare: "), ("webhookEvery", "5", "webhook: "), ("quality", "0", "quality: "),
            ("sources", "a", "unknown query item"), ("label", "", "label: "),
        ])
    func wrongQuery(name: String, value: String, place: String) throws {
        let items = [("sizes", "9"), ("store", "s")].filter { $0.0 != name } + [(name, value)]
        let error = #expect(throws: RequestError.self) { try Self.read(items.map { (name: $0.0, value: $0.1) }) }
        #expect(error?.message.hasPrefix(place) == true, "\(error?.message ?? "")")
    }
}
