import Testing

@testable import RequestGrammar

@Suite struct SignatureVerifierTests {
    private static let longPath =
        "/rs:fill:300:400:0/g:sm/aHR0cDovL2V4YW1w/bGUuY29tL2ltYWdl/cy9jdXJpb3NpdHku/anBn.png"

    private static func verifier(
        _ pairs: [(String, String)] = [("test-key", "test-salt")], size: Int = 32, trusted: [String] = []
    ) throws -> SignatureVerifier {
        try SignatureVerifier(
            keys: pairs.map { Array($0.0.utf8) }, salts: pairs.map { Array($0.1.utf8) }, size: size, trusted: trusted)
    }

    @Test(
        "Known signatures are made and accepted",
        arguments: [
            ("secret", "hello", longPath, 32, "oKfUtW34Dvo2BGQehJFR4Nr0_rIjOtdtzJ3QFsUcXH8"),
            ("test-key", "test-salt", "/asd", 32, "oWaL7QoW5TsgbuiS9-5-DI8S3Ibbo1gdB2SteJh3a20"),
            ("test-key", "test-salt", "/asd", 8, "oWaL7QoW5Ts"),
        ])
    func vectors(key: String, salt: String, path: String, size: Int, signature: String) throws {
        let verifier = try Self.verifier([(key, salt)], size: size)
        #expect(verifier.signature(of: path) == signature)
        try verifier.verify(signature, path: path)
        #expect(throws: RequestError.self) { try verifier.verify(signature, path: path + "x") }
    }

    @Test("Any pair of a key and its own salt makes a valid signature")
    func pairs() throws {
        let verifier = try Self.verifier([("a", "b"), ("c", "d")])
        let signature = try #require(try Self.verifier([("c", "d")]).signature(of: "/x"))
        try verifier.verify(signature, path: "/x")
        let crossed = try #require(try Self.verifier([("a", "d")]).signature(of: "/x"))
        #expect(throws: RequestError.self) { try verifier.verify(crossed, path: "/x") }
        #expect(verifier.signature(of: "/x") == (try Self.verifier([("a", "b")]).signature(of: "/x")))
    }

    @Test(
        "A signature that is not the path's is refused",
        arguments: [
            ("oWaL7QoW5TsgbuiS9-5-DI8S3Ibbo1gdB2SteJh3a20=", "base64"), ("unsafe!", "base64"),
            ("oWaL7QoW5Ts", "does not match"),
            ("AWaL7QoW5TsgbuiS9-5-DI8S3Ibbo1gdB2SteJh3a20", "does not match"), ("unsafe", "does not match"),
            ("", "does not match"),
            ("oWaL7QoW5TsgbuiS9+5+DI8S3Ibbo1gdB2SteJh3a20", "base64"),
        ])
    func refused(signature: String, text: String) throws {
        let verifier = try Self.verifier()
        let error = #expect(throws: RequestError.self) { try verifier.verify(signature, path: "/asd") }
        #expect(error?.code == .invalidSignature)
        #expect(error?.message.contains(text) == true)
    }

    @Test("A trusted signature is accepted as it is")
    func trusted() throws {
        let verifier = try Self.verifier(trusted: ["partner"])
        try verifier.verify("partner", path: "/anything")
        #expect(throws: RequestError.self) { try verifier.verify("partne", path: "/anything") }
    }

    @Test("Without keys and salts every signature is accepted, except for one that looks like an option")
    func unchecked() throws {
        for verifier in [SignatureVerifier.unchecked, try SignatureVerifier()] {
            try verifier.verify("unsafe", path: "/x")
            #expect(verifier.signature(of: "/x") == nil)
            let error = #expect(throws: RequestError.self) { try verifier.verify("rs:fill:1:1", path: "/x") }
            #expect(error?.code == .invalidSignature)
            #expect(error?.message.contains("looks like an option") == true)
        }
    }

    @Test("Invalid settings are refused")
    func settings() {
        #expect(throws: RequestError.self) { try SignatureVerifier(keys: [[1], [2]], salts: [[3]]) }
        #expect(throws: RequestError.self) { try SignatureVerifier(keys: [[1]]) }
        #expect(throws: RequestError.self) { try SignatureVerifier(salts: [[1]]) }
        #expect(throws: RequestError.self) { try SignatureVerifier(keys: [[]], salts: [[3]]) }
        #expect(throws: RequestError.self) { try SignatureVerifier(size: 0) }
        #expect(throws: RequestError.self) { try SignatureVerifier(size: 33) }
    }

    @Test("Keys do not appear in texts and dumps")
    func secrecy() throws {
        var text = ""
        let verifier = try SignatureVerifier(keys: [Array("kkkkkk".utf8)], salts: [Array("ssssss".utf8)])
        dump(verifier, to: &text)
        #expect("\(verifier)" == "signatures by 1 keys")
        #expect(!text.contains("115") && !text.contains("Symmetric"))
    }
}
