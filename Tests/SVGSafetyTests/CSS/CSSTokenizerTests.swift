import Testing

@testable import SVGSafety

@Suite struct CSSTokenizerTests {
    @Test(arguments: [
        ("a:b;", [CSSToken.ident("a"), .delimiter(":"), .ident("b"), .semicolon]),
        (
            "-1.5e-3px 20% +.5 1e",
            [
                .dimension("-1.5e-3", unit: "px"), .whitespace, .number("20"), .delimiter("%"), .whitespace,
                .number("+.5"),
                .whitespace, .dimension("1", unit: "e"),
            ]
        ),
        ("\\75 rl(#a)", [.url("#a")]),
        ("URL( \"b\" )", [.function("URL"), .whitespace, .string("b"), .whitespace, .close(")")]),
        ("url( a b)", [.malformed]),
        ("url(a\\)b)", [.url("a)b")]),
        ("url(a", [.url("a")]),
        ("\"a\\\nb\\22 c", [.string("ab\"c")]),
        ("'a\nb", [.malformed, .whitespace, .ident("b")]),
        ("@im\\70ort #1a #", [.atKeyword("import"), .whitespace, .hash("1a"), .whitespace, .delimiter("#")]),
        ("a/*b*/c/*", [.ident("a"), .comment, .ident("c"), .comment]),
        ("<!--a-->", [.comment, .ident("a--"), .delimiter(">")]),
        ("--> --x -y", [.comment, .whitespace, .ident("--x"), .whitespace, .ident("-y")]),
        ("{[()]}", [.open("{"), .open("["), .open("("), .close(")"), .close("]"), .close("}")]),
        ("\\0 \\110000 x", [.ident("\u{FFFD}\u{FFFD}x")]),
        ("\\", [.ident("\u{FFFD}")]),
    ])
    func textBecomesTokens(text: String, expected: [CSSToken]) throws {
        #expect(try CSSTokenizer.tokens(of: text) == expected)
    }

    @Test(arguments: 0..<500)
    func writtenTokensReadBackAsTheSame(seed: Int) throws {
        let tokens = try CSSTokenizer.tokens(of: CSSSoup(seed: seed).text).filter { $0 != .malformed }
        let written = tokens.map(\.text).joined()
        let again = try CSSTokenizer.tokens(of: written).map(\.text).joined()
        #expect(try CSSTokenizer.tokens(of: again).map(\.text).joined() == again)
    }
}
