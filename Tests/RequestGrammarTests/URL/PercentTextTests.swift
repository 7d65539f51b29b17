import Testing

@testable import RequestGrammar

@Suite struct PercentTextTests {
    @Test(
        "Escapes are decoded to UTF-8 bytes",
        arguments: [
            ("a%20b", "a b"), ("%C3%b6", "ö"), ("a+b", "a+b"), ("%", nil), ("%2", nil), ("%zz", nil), ("%FF", nil),
            ("%2%30", nil), ("", ""),
        ] as [(String, String?)])
    func decoded(text: String, expected: String?) {
        #expect(PercentText.decoded(text) == expected)
    }

    @Test(
        "Encoded text is restored and contains nothing that ends a source",
        arguments: ["a b?c@d%e#f", "größe/x:y", "\u{0}\n"])
    func roundTrip(text: String) {
        let encoded = PercentText.encoded(text)
        #expect(PercentText.decoded(encoded) == text)
        #expect(!encoded.contains { "?@# ".contains($0) })
    }
}
