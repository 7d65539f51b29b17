import Testing

@testable import Cryptography

@Suite struct RSASignatureTests {
    @Test(
        "what is no private key of RSA is refused",
        arguments: [
            "", "key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            // A key on a curve.
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----

            """,
        ])
    func refuses(pem: String) {
        let error = #expect(throws: CryptographyError.self) { _ = try RSASignature(pem: pem) }
        #expect(error == CryptographyError(.invalidKey))
    }
}
