import Cryptography
import Testing

@testable import RequestGrammar

@Suite struct SourceCipherTests {
    private static let hex = "1eb5b0e971ad7f45324c1bb15c947cb207c43152fa5c6c7f35c4f36e0c18e0f1"
    private static let known = "p5VjorNdhs7mRRw8gA9TWoRlGci3l1kuzqN43UQlRaRIQ0qtBKW3qFABIsx-ZRz_cVc8iVTYbhsNsxNBL1BHaQ"

    private static func cipher(length: Int = 32) throws -> SourceCipher {
        try SourceCipher(key: Array(try #require(HexText.bytes(hex)).prefix(length)))
    }

    @Test("A known text is decrypted")
    func vector() throws {
        #expect(try Self.cipher().decrypted(Self.known) == "http://example.com/images/curiosity.jpg")
    }

    @Test(
        "Encrypted sources can be decrypted, and encryption is deterministic", arguments: [16, 24, 32],
        ["a", "local:///größe.png", String(repeating: "x", count: 16)])
    func roundTrip(length: Int, source: String) throws {
        let cipher = try Self.cipher(length: length)
        let text = try cipher.encrypted(source)
        #expect(try cipher.decrypted(text) == source)
        #expect(try cipher.encrypted(source) == text)
        #expect(try cipher.encrypted(source + "y").prefix(22) != text.prefix(22))
    }

    @Test(
        "Whatever is wrong with a text, the error is the same",
        arguments: ["", "x", "p5VjorNdhs7mRRw8gA9TWg", "%%%", String(known.dropLast(4)), "A" + known.dropFirst(40)])
    func refused(text: String) throws {
        let cipher = try Self.cipher()
        let error = #expect(throws: RequestError.self) { try cipher.decrypted(text) }
        #expect(error?.code == .invalidSource)
        #expect(error?.message == "the encrypted source cannot be decrypted")
        #expect(error?.cause == nil)
    }

    @Test("A key has 16, 24 or 32 bytes", arguments: [0, 15, 17, 33])
    func keys(length: Int) {
        #expect(throws: RequestError.self) { try SourceCipher(key: Array(repeating: 1, count: length)) }
    }
}
