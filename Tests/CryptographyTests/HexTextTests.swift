import Testing

@testable import Cryptography

@Suite struct HexTextTests {
    @Test(
        "Digits in either case become bytes",
        arguments: [("", []), ("00ff", [0, 255]), ("DeadBeef", [0xde, 0xad, 0xbe, 0xef])] as [(String, [UInt8])])
    func read(text: String, bytes: [UInt8]) {
        #expect(HexText.bytes(text) == bytes)
        #expect(HexText.text(bytes) == text.lowercased())
    }

    @Test("Anything else is nil", arguments: ["0", "0g", "00 ", "0x00", "٣٣"])
    func refused(text: String) {
        #expect(HexText.bytes(text) == nil)
    }
}
