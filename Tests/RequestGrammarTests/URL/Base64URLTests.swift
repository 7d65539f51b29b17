import Testing

@testable import RequestGrammar

@Suite struct Base64URLTests {
    @Test("Bytes of any length are restored", arguments: 0..<40)
    func roundTrip(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 67 + 190) }
        let text = Base64URL.encoded(bytes)
        #expect(!text.contains { "+/=".contains($0) })
        #expect(Base64URL.decoded(text) == bytes)
    }

    @Test(
        "Other alphabets, padding and impossible lengths are refused",
        arguments: ["a+b/", "aGk=", "a", "aGk aGk", "aGkü"])
    func refused(text: String) {
        #expect(Base64URL.decoded(text) == nil)
    }

    @Test(
        "A text may be padded, and must be UTF-8",
        arguments: [("aGk", "hi"), ("aGk=", "hi"), ("", ""), ("_w", nil), ("==", nil), ("a=Gk", nil)]
            as [(String, String?)])
    func texts(text: String, expected: String?) {
        #expect(Base64URL.decodedText(text) == expected)
    }
}
