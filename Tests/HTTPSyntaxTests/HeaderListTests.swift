import Testing

@testable import HTTPSyntax

@Suite struct HeaderListTests {
    @Test(arguments: [
        ("", []), (" , ,", []), ("a", ["a"]), ("a, b\t,c ", ["a", "b", "c"]), ("a=\"b,c\", d", ["a=\"b,c\"", "d"]),
        ("a=\"b\\\",c\",d", ["a=\"b\\\",c\"", "d"]), ("a=\"b,c", ["a=\"b,c"]), ("a\\,b", ["a\\", "b"]),
    ])
    func commasSeparateOutsideQuotes(text: String, expected: [String]) {
        #expect(HeaderList.members(of: text) == expected)
    }
}
