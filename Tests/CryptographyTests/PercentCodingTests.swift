import Testing

@testable import Cryptography

@Suite struct PercentCodingTests {
    @Test(
        "each %XX is its byte, in either case",
        arguments: [
            ("", ""), ("a%20b", "a b"), ("%C3%a4", "ä"), ("%25zz", "%zz"), ("ä+", "ä+"), ("%252e", "%2e"),
            ("%2F%2f", "//"),
        ])
    func decoded(text: String, decoded: String) {
        #expect(PercentCoding.text(of: text) == decoded)
        #expect(PercentCoding.bytes(of: text) == Array(decoded.utf8))
    }

    @Test(
        "a % without two digits is refused", arguments: ["%", "%4", "a%", "a%G0", "%0G", "%zz", "%%41", "%2%30", "%+1"])
    func broken(text: String) {
        #expect(PercentCoding.bytes(of: text) == nil)
    }

    @Test("bytes that are not UTF-8 are bytes, and not a text", arguments: [("%FC", [0xFC]), ("%C3", [0xC3])])
    func notText(text: String, bytes: [UInt8]) {
        #expect(PercentCoding.bytes(of: text) == bytes)
        #expect(PercentCoding.text(of: text) == nil)
    }

    @Test("every byte comes back as it was")
    func roundTrip() {
        for byte in UInt8.min ... .max {
            let text = String(decoding: PercentCoding.encoded(byte), as: UTF8.self)
            #expect(text.count == 3 && PercentCoding.bytes(of: text) == [byte])
        }
    }
}
