import Testing

@testable import HTTPAPI

@Suite struct EntityTagTests {
    @Test(arguments: ["\"abc\"", "W/\"abc\"", "\"\"", "\"a,b\"", "\"é\""])
    func tagsAreReadAndWritten(text: String) {
        #expect(EntityTag(text)?.description == text)
    }

    @Test(arguments: ["abc", "\"abc", "w/\"abc\"", "W/abc", "\"a\"b\"", "\"a b\"", "\"", "", "\"\u{7F}\""])
    func otherTextsAreNone(text: String) {
        #expect(EntityTag(text) == nil)
    }

    /// RFC 9110, 8.8.3.2, table 3.
    @Test(arguments: [
        ("W/\"1\"", "W/\"1\"", true), ("W/\"1\"", "W/\"2\"", false), ("W/\"1\"", "\"1\"", true),
        ("\"1\"", "\"1\"", true),
    ])
    func comparingIsWeak(left: String, right: String, weakly: Bool) throws {
        let left = try #require(EntityTag(left))
        let right = try #require(EntityTag(right))
        #expect(left.weaklyMatches(right) == weakly)
    }

    @Test func equalPartsGiveEqualTags() {
        #expect(EntityTag(of: ["a", "bc"]) == EntityTag(of: ["a", "bc"]))
        #expect(EntityTag(of: ["a", "bc"]) != EntityTag(of: ["ab", "c"]))
        #expect(EntityTag(of: ["a"]) != EntityTag(of: ["a", ""]))
        #expect(EntityTag(of: ["a"]).opaque.count == 32)
        #expect(EntityTag(of: ["a"], isWeak: true).description.hasPrefix("W/\""))
    }

    @Test(arguments: [
        ("*", true), ("\"a\"", true), ("W/\"a\"", true), ("\"b\", W/\"a\"", true), ("\"b\"", false),
        ("\"x,\\\", \"a\"", true),
        (" \"b\" ,, \"a\" , ", true),
    ])
    func aConditionMatchesWeakly(text: String, expected: Bool) throws {
        let condition = try #require(EntityTagCondition(text))
        #expect(try condition.matches(#require(EntityTag("\"a\""))) == expected)
    }

    @Test(arguments: ["", "a", "\"a\" \"b\"", "\"a\", b", "*, \"a\"", "\"a"])
    func aBrokenConditionIsNone(text: String) {
        #expect(EntityTagCondition(text) == nil)
    }
}
