import Testing

@testable import SVGSafety

@Suite struct SVGSanitiserTests {
    @Test func theCorpusIsLarge() {
        #expect(AttackCorpus.documents.count >= 100)
    }

    @Test(arguments: AttackCorpus.documents)
    func nothingOfAnAttackIsLeft(document: String) throws {
        let output = try sanitised(document)
        #expect(!output.lowercased().contains("evil"))
        #expect(!output.lowercased().contains("javascript"))
        #expect(try SVGInspector.check(Array(output.utf8)).externalReferences.isEmpty)
        #expect(try sanitised(output) == output)
    }

    @Test(arguments: [
        "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" fill=\"url(#g)\" transform=\"rotate(45 1,2) scale(2)\"/>",
        "<g style=\"fill:red;stroke:url(#p)\"><path d=\"M0 0L1-1e-3 .5z\"/></g>",
        "<text xml:space=\"preserve\" font-family=\"'A B', serif\">a &lt; b &amp; c  &#x41;<tspan dy=\"1\">ü</tspan> 日本</text>",
        "<style>.a:hover>b,#c[d=\"e\"]{fill:#1a2;stroke:url(#f);width:calc(1px + 2%)}@media (min-width:10px){a{b:c}}</style>",
        "<use xlink:href=\"#a\"/><use href=\"#b\"/>",
        "<a href=\"https://example.com/?a=1&amp;b=2\" target=\"_blank\"><text>link</text></a>",
        "<a href=\"page.html\"/><a href=\"mailto:a@example.com\"/><a href=\"//example.com/\"/>",
        "<animate attributeName=\"fill\" values=\"red;url(#a)\" dur=\"1s\" begin=\"a.click\"/>",
        "<filter id=\"f\"><feImage href=\"#a\"/><feMerge><feMergeNode in=\"SourceGraphic\"/></feMerge></filter>",
        "<title>T</title><desc>D</desc><switch><g systemLanguage=\"de\"/></switch>",
        "<p:g xmlns:p=\"http://www.w3.org/2000/svg\"><p:rect/></p:g>",
        "<rect class=\"a b\" id=\"i\" data-x=\"1\" aria-label=\"x (y)\"/>",
    ])
    func aCleanDrawingStaysWhatItIs(body: String) throws {
        let document = AttackCorpus.document(body)
        let output = try sanitised(document)
        #expect(try RecordingReceiver.events(of: output) == RecordingReceiver.events(of: document))
    }

    @Test func sharedDrawingsKeepTheirStructure() throws {
        let document = """
            <?xml version="1.0"?><!-- c --><!DOCTYPE svg>
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/" i:version="1" viewBox="0 0 9 9">
            <i:view i:zoom="1"/><g i:label="x" id="g"><rect/></g></svg>
            """
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
            <g id="g"><rect/></g></svg>
            """
        #expect(try sanitised(document) == expected)
    }

    @Test(arguments: [
        ("<text><![CDATA[a < b && ]]></text>", "<text>a &lt; b &amp;&amp; </text>"),
        ("<style><![CDATA[a>b{c:d}]]></style>", "<style>a&gt;b{c:d}</style>"),
        ("<rect id=\"a&amp;#38;b\" class=\"&#38;amp;\"/>", "<rect id=\"a&amp;#38;b\" class=\"&amp;amp;\"/>"),
        ("<rect id=\"&#9;&#10;&quot;&lt;'\"/>", "<rect id=\"&#9;&#10;&quot;&lt;'\"/>"),
        ("<text>]]&gt;&#13;</text>", "<text>]]&gt;&#13;</text>"),
        ("<g></g>", "<g/>"),
        ("<rect style=\"fill:url(http://a/);stroke:red\"/>", "<rect style=\"stroke:red\"/>"),
        ("<style>a{b:c} d{e:url(x);f:g}</style>", "<style>a{b:c} d{f:g}</style>"),
        ("<style>a[b=\"]{c:url(x)}</style>", "<style>a[b=\"]{c:url\\28 x)}\"</style>"),
        ("<a href=\" #x \"/>", "<a href=\"#x\"/>"),
        ("<rect fill=\"u\\72l(#a)\"/>", "<rect fill=\"url(#a)\"/>"),
    ])
    func textIsWrittenSoThatItReadsTheSame(body: String, expected: String) throws {
        #expect(try sanitised(AttackCorpus.document(body)) == Self.declaration + AttackCorpus.document(expected))
    }

    @Test func aDocumentWithoutNamespaceGetsIt() throws {
        let document = "<svg width=\"9\"><g><script>1</script><rect onload=\"2\"/></g><a:b xmlns:a=\"c\"/></svg>"
        let expected = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\"><g><rect/></g></svg>"
        #expect(try sanitised(document) == Self.declaration + expected)
    }

    @Test func elementsOutsideTheNamespaceGo() throws {
        #expect(try !sanitised(AttackCorpus.document("<g xmlns=\"\"><rect/></g>")).contains("rect"))
    }

    @Test func latin1BecomesUTF8() throws {
        let bytes =
            Array(
                "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><desc>".utf8)
            + [0xE9] + Array("</desc></svg>".utf8)
        let output = String(decoding: try SVGSanitiser.sanitised(bytes), as: UTF8.self)
        #expect(output.hasSuffix("<desc>é</desc></svg>"))
    }

    @Test func rasterImagesAreWrittenAnew() throws {
        let output = try sanitised(
            AttackCorpus.document("<image href=\" DATA:image/jpg ;BASE64,\(EmbeddedImages.pngText.dropLast(1))%3D\"/>"))
        #expect(output.contains("href=\"data:image/png;base64,\(EmbeddedImages.pngText)\""))
    }

    /// Pieces of documents, put together at random: whatever is taken at all comes out clean.
    @Test(arguments: 0..<1000)
    func whatIsTakenComesOutClean(seed: Int) throws {
        let document = Array(AttackCorpus.mutated(seed: seed).utf8)
        guard let report = try? SVGInspector.check(document) else {
            // Mostly no XML any more: refused by both alike.
            #expect(throws: SVGSafetyError.self) { try SVGSanitiser.sanitised(document) }
            return
        }
        let output = try SVGSanitiser.sanitised(document)
        #expect(try SVGInspector.check(output).externalReferences.isEmpty, "\(report)")
        #expect(try SVGSanitiser.sanitised(output) == output)
    }

    @Test(arguments: RefusedDocument.all)
    func whatCannotBeReadSafelyIsRefused(refused: RefusedDocument) {
        #expect(throws: SVGSafetyError.self) { try SVGSanitiser.sanitised(refused.bytes, limits: .standard) }
    }

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    private func sanitised(_ document: String) throws -> String {
        String(decoding: try SVGSanitiser.sanitised(Array(document.utf8)), as: UTF8.self)
    }
}
