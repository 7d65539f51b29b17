import Testing

@testable import RequestGrammar

@Suite struct BytesTests {
    @Test(arguments: [
        ("", ":", [""]), ("a", ":", ["a"]), ("a:b", ":", ["a", "b"]), (":a::b:", ":", ["", "a", "", "b", ""]),
        ("a%3Ab%3", "%3A", ["a", "b%3"]), ("%%3A%3A", "%3A", ["%", "", ""]), ("a→b→", "→", ["a", "b", ""]),
        ("aaa", "aa", ["", "a"]),
    ])
    func piecesStandBetweenSeparators(text: String, separator: String, pieces: [String]) {
        #expect(text[...].pieces(separatedBy: separator).map(String.init) == pieces)
    }

    @Test func theFirstOccurrenceIsFound() throws {
        let text = "/pla/plain/plain/"[...]
        let range = try #require(text.firstRange(ofBytes: "/plain/"))
        #expect(text[..<range.lowerBound] == "/pla")
        #expect(text[range.upperBound...] == "plain/")
        #expect(text.firstRange(ofBytes: "/plainer/") == nil)
    }
}
