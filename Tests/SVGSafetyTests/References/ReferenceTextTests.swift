import Testing

@testable import SVGSafety

@Suite struct ReferenceTextTests {
    @Test(arguments: [
        ("#a", "#a"), (" https://a/b ", "https://a/b"), ("HTTP://a", "HTTP://a"), ("a/b:c", "a/b:c"), ("?a:b", "?a:b"),
        ("mailto:a@b", "mailto:a@b"), ("ht\ntp://a", "http://a"), ("//a/b", "//a/b"), ("tel:+1", "tel:+1"),
    ])
    func linksMayLeadAway(text: String, expected: String) {
        #expect(ReferenceText.linkTarget(text) == expected)
    }

    @Test(arguments: [
        "javascript:a", "JAVASCRIPT:a", "\u{01}javascript:a", "java\tscript:a", "&#106;avascript:a", "%6Aavascript:a",
        "%25256aavascript:a", "data:text/html,a", "vbscript:a", "blob:a", "file:///a", "chrome:a", "", "  ", "x:y",
        "javascript&colon;a", "jav\u{00AD}ascript:a",
    ])
    func linksMayNotRunSomething(text: String) {
        #expect(ReferenceText.linkTarget(text) == nil)
    }

    @Test(arguments: [("#a", true), (" \t#a", true), ("a#b", false), ("", false), ("\u{200B}#a", false)])
    func aFragmentBeginsWithItsSign(text: String, expected: Bool) {
        #expect(ReferenceText.isFragment(text) == expected)
    }
}
