import Testing

@testable import SVGSafety

@Suite struct CSSFilterTests {
    @Test(arguments: [
        ("a{b:c}", "a{b:c}"),
        ("a{b:url(x);c:d}", "a{c:d}"),
        ("@import 'x';a{b:c}", "a{b:c}"),
        ("@media print{a{b:url(x)}c{d:e}}", "@media print{a{}c{d:e}}"),
        ("@import url(x){a{b:c}}d{e:f}", "d{e:f}"),
        ("a{b:c", "a{b:c}"),
        ("a;b{c:(;);d:e}", "a;b{c:(;);d:e}"),
        ("a{b:c}}d{e:f}", "a{b:c}}d{e:f}"),
        ("a[b=']']{c:d}", "a[b=\"]\"]{c:d}"),
        ("a{b:1\\65 3}", "a{b:1\\65 3}"),
        ("\\31 a{}", "\\31 a{}"),
        ("a{b:url('#c')}", "a{b:url(\"#c\")}"),
    ])
    func onlyWhatStaysInTheDocumentIsKept(text: String, expected: String) throws {
        #expect(try CSSFilter.filtered(text) == expected)
    }

    @Test(arguments: [
        ("rotate(1)", "rotate(1)"), ("url(#a)", "url(#a)"), ("no \\ parenthesis", "no \\ parenthesis"),
        ("url(x)", nil), ("u\\72l('#a')", "url(\"#a\")"), ("a url(", nil), ("url(\"#a\" \"x\")", nil),
    ])
    func attributesStayOrGoAsAWhole(text: String, expected: String?) throws {
        #expect(try CSSFilter.attributeValue(text) == expected)
    }

    @Test(arguments: 0..<2000)
    func nothingExternalSurvivesInRandomText(seed: Int) throws {
        let output = try CSSFilter.filtered(CSSSoup(seed: seed).text)
        let tokens = try CSSTokenizer.tokens(of: output)
        #expect(CSSReferences.areInternal(tokens[...]), "\(output)")
        #expect(!tokens.contains(.atKeyword("import")), "\(output)")
        #expect(try CSSReferences.external(in: output).isEmpty, "\(output)")
    }

    @Test func blocksWithoutEndAreCutAtADepth() throws {
        let text = String(repeating: "a{", count: 50_000)
        #expect(try CSSFilter.filtered(text).utf8.count < 200)
    }
}
