import ImageModel
import Jobs
import RequestGrammar
import Sources
import Storage
import Testing

@testable import ImageService

@Suite struct BatchSpecificationRequestTests {
    private static func specification(
        _ items: [(name: String, value: String)] = [], store: String = "{hash}/{width}.{ext}",
        from origin: BatchSpecification.Origin = .network
    ) throws -> BatchSpecification {
        let query = [(name: "sizes", value: "40,20"), (name: "store", value: store)] + items
        return try BatchSpecification(try BatchRequest(query: query, grammar: SizeListGrammar()), from: origin)
    }

    @Test("everything that is requested is specified")
    func everything() throws {
        let specification = try Self.specification([
            ("label", "summer"), ("force", "true"), ("attempts", "3"), ("losses", "7"), ("failureShare", "0.5"),
            ("webhook", "https://hooks.example/a"), ("webhookEvery", "10"),
        ])
        #expect(specification.renditions.map(\.width) == [40, 20])
        #expect((specification.sizes, specification.template) == ("40,20", "{hash}/{width}.{ext}"))
        #expect((specification.label, specification.isForced) == ("summer", true))
        #expect((specification.maximumAttempts, specification.maximumLosses) == (3, 7))
        #expect(specification.failureLimit == FailureLimit(share: 0.5))
        #expect(specification.webhook == BatchWebhook(url: "https://hooks.example/a", everyItems: 10))
    }

    @Test("what is not requested has its default")
    func defaults() throws {
        let specification = try Self.specification()
        let plain = BatchSpecification(
            renditions: specification.renditions, sizes: "40,20", template: "{hash}/{width}.{ext}")
        #expect(specification == plain)
    }

    @Test("only the command line's batches read files by their paths")
    func files() throws {
        #expect(!(try Self.specification().readsFiles))
        #expect(try Self.specification(from: .commandLine).readsFiles)
    }

    @Test("a template that gives two sizes one name, or is none, is refused", arguments: ["{stem}.{ext}", "{no such"])
    func badTemplate(template: String) {
        #expect(throws: StorageError.self) { try Self.specification(store: template) }
    }

    @Test("a webhook needs an address")
    func badWebhook() {
        #expect(throws: SourceError.self) { try Self.specification([("webhook", "not an address")]) }
    }

    @Test("the list needs the template's columns, and may have what names are made of")
    func columns() throws {
        let rules = try Self.specification(store: "{dir}/{sku}-{stem}-{width}.{ext}").manifestRules()
        #expect(rules.required == ["sku"])
        #expect(rules.optional == ["dir", "stem"])
        #expect(try Self.specification().manifestRules().optional.isEmpty)
    }

    @Test(
        "sources are URLs and local names; paths only from the command line",
        arguments: [
            ("https://a.example/b.jpg", true, true), ("local:///b.jpg", true, true), ("/a/b.jpg", false, true),
            ("b.jpg", false, false), ("ftp://a.example/b.jpg", false, false),
        ])
    func sources(source: String, isRead: Bool, isReadFromCommandLine: Bool) throws {
        #expect((try Self.specification().manifestRules().fault(source) == nil) == isRead)
        let rules = try Self.specification(from: .commandLine).manifestRules()
        #expect((rules.fault(source) == nil) == isReadFromCommandLine)
    }
}
