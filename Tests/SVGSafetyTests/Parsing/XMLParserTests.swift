import Testing

@testable import SVGSafety

@Suite struct XMLParserTests {
    @Test func eventsComeInOrder() throws {
        let events = try RecordingReceiver.events(
            of: "<a xmlns='u' b='1'>x<!-- c --><p:d xmlns:p='v' p:e='&lt;&amp;'/><![CDATA[<y]]></a>")
        #expect(
            events == [
                "start a{u} xmlns:=u b{}=1", "text x", "start p:d{v} xmlns:p=v p:e{v}=<&", "end", "text <y", "end",
            ])
    }

    @Test func documentsCanBeParsedOnManyThreads() async throws {
        let document = AttackCorpus.document(String(repeating: "<g><rect/></g>", count: 1000))
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { try SVGInspector.check(Array(document.utf8)).elements }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 2001, count: 8))
    }

    @Test func aMalformedDocumentNamesTheLine() {
        let error = #expect(throws: SVGSafetyError.self) {
            try RecordingReceiver.events(of: "<a>\n\n</b>")
        }
        #expect(error?.message.contains("line 3") == true)
    }
}
