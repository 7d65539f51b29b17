import Testing

@testable import Cryptography

@Suite struct HashAlgorithmTests {
    @Test(
        "the digests of abc match the standards (RFC 1321, A.5; FIPS 180-4, examples)",
        arguments: [
            (.md5, "900150983cd24fb0d6963f7d28e17f72"),
            (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                .sha512,
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                    + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            ),
        ] as [(HashAlgorithm, String)])
    func vectors(algorithm: HashAlgorithm, digest: String) throws {
        #expect(HexText.text(try algorithm.digest(of: "abc".utf8)) == digest)
        #expect(digest.count == 2 * algorithm.digestLength)
        #expect(algorithm.isAvailable)
    }

    @Test("no bytes have a digest, too", arguments: HashAlgorithm.allCases)
    func empty(algorithm: HashAlgorithm) throws {
        #expect(try algorithm.digest(of: []).count == algorithm.digestLength)
    }

    @Test("the division into pieces does not matter", arguments: [1, 7, 63, 64, 65, 1000])
    func pieces(length: Int) throws {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hash = SHA256.function()
        for start in stride(from: 0, to: bytes.count, by: length) {
            hash.update(bytes[start..<min(start + length, bytes.count)])
        }
        let digest = hash.finalize()
        #expect(digest == SHA256.digest(of: bytes))
        #expect(digest == SHA256.digest(of: Array(bytes.prefix(length)), Array(bytes.dropFirst(length))))
        #expect(bytes.withUnsafeBytes { SHA256.digest(of: $0) } == digest)
    }

    @Test("a million times a (FIPS 180-4, examples)")
    func long() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(
            HexText.text(SHA256.digest(of: bytes))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
