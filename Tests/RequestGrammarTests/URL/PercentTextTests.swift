import Cryptography
import Testing

@testable import RequestGrammar

@Suite struct PercentTextTests {
    @Test(
        "Encoded text is restored and contains nothing that ends a source",
        arguments: ["a b?c@d%e#f", "größe/x:y", "\u{0}\n"])
    func roundTrip(text: String) {
        let encoded = PercentText.encoded(text)
        #expect(PercentCoding.text(of: encoded) == text)
        #expect(!encoded.contains { "?@# ".contains($0) })
    }
}
