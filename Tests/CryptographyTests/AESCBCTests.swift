import Testing

@testable import Cryptography

@Suite struct AESCBCTests {
    private static let vector = "000102030405060708090a0b0c0d0e0f"
    private static let plain = "6bc1bee22e409f96e93d7e117393172a"

    @Test(
        "the first block matches NIST SP 800-38A, F.2",
        arguments: [
            ("2b7e151628aed2a6abf7158809cf4f3c", "7649abac8119b246cee98e9b12e9197d"),
            ("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "4f021db243bc633d7178183a9fa071e8"),
            (
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                "f58c4c04d6e5f1ba779eabfb5f7bfbd6"
            ),
        ])
    func vectors(key: String, block: String) throws {
        let cipher = try AESCBC(key: #require(HexText.bytes(key)))
        let (plain, vector) = (try #require(HexText.bytes(Self.plain)), try #require(HexText.bytes(Self.vector)))
        let encrypted = try cipher.encrypt(plain, vector: vector)
        // A whole block of padding follows a whole block of text.
        #expect(encrypted.count == 32)
        #expect(HexText.text(encrypted.prefix(16)) == block)
        #expect(try cipher.decrypt(encrypted, vector: vector) == plain)
    }

    @Test("texts of every length are restored", arguments: 0...33)
    func lengths(count: Int) throws {
        let cipher = try AESCBC(key: [UInt8](repeating: 7, count: 16))
        let vector = [UInt8](repeating: 9, count: 16)
        let plain = (0..<count).map { UInt8($0) }
        let encrypted = try cipher.encrypt(plain, vector: vector)
        #expect(encrypted.count == (count / 16 + 1) * 16)
        #expect(try cipher.decrypt(encrypted, vector: vector) == plain)
    }

    @Test(
        "text that no key encrypted is refused",
        arguments: [[], [1], [UInt8](repeating: 1, count: 15), [UInt8](1...32)])
    func damaged(bytes: [UInt8]) throws {
        let cipher = try AESCBC(key: [UInt8](repeating: 7, count: 32))
        let error = #expect(throws: CryptographyError.self) {
            try cipher.decrypt(bytes, vector: [UInt8](repeating: 0, count: 16))
        }
        #expect(error?.code == .cipherFailed)
    }

    @Test("keys and vectors of other lengths are refused", arguments: [0, 15, 17, 33])
    func lengthsOfKeys(count: Int) throws {
        let key = [UInt8](repeating: 1, count: count)
        #expect(throws: CryptographyError(.invalidKeyLength(count))) { try AESCBC(key: key) }
        let cipher = try AESCBC(key: [UInt8](repeating: 1, count: 16))
        #expect(throws: CryptographyError(.cipherFailed)) { try cipher.encrypt([1], vector: key) }
    }

    @Test("no part of a key is shown")
    func description() throws {
        let cipher = try AESCBC(key: [UInt8](repeating: 251, count: 16))
        #expect("\(cipher)" == "AES-128-CBC")
        #expect(!String(reflecting: cipher).contains("251"))
    }
}
