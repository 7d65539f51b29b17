import Testing

@testable import Storage

@Suite struct SourceHashTests {
    // FIPS 180-4 examples: SHA-256 of nothing, and of "abc".
    @Test(
        "The hash is the first half of SHA-256",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb924"), ("abc", "ba7816bf8f01cfea414140de5dae2223"),
        ])
    func known(text: String, expected: String) {
        #expect(SourceHash.of(Array(text.utf8)) == expected)
    }
}
