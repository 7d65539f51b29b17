import Testing

@testable import Cryptography

@Suite struct HMACSHA256Tests {
    @Test(
        "the codes match RFC 4231, 4.2 and 4.7",
        arguments: [
            (
                [UInt8](repeating: 0x0b, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func vectors(key: [UInt8], message: String, code: String) {
        #expect(HexText.text(HMACSHA256.code(for: message.utf8, key: key)) == code)
    }

    @Test("an empty key and an empty message are legal")
    func empty() {
        #expect(
            HexText.text(HMACSHA256.code(for: [], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test(
        "only identical bytes are equal",
        arguments: [([], [], true), ([1], [], false), ([1, 2], [1, 2], true), ([1, 2], [1, 3], false)]
            as [([UInt8], [UInt8], Bool)])
    func equal(one: [UInt8], other: [UInt8], areEqual: Bool) {
        #expect(ConstantTime.areEqual(one, other) == areEqual)
    }
}
