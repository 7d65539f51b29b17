import Testing

@testable import Caching

@Suite struct CacheKeyTests {
    @Test("A key is the SHA-256 of its text")
    func digest() throws {
        // FIPS 180-4, example of "abc".
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(try CacheKey(of: "abc").hexadecimal == expected)
    }

    @Test("Digits and bytes give the key back")
    func roundTrips() throws {
        let key = try CacheKey(of: "some text")
        #expect(CacheKey(hexadecimal: key.hexadecimal) == key)
        #expect(CacheKey(hexadecimal: key.hexadecimal.uppercased()) == key)
        #expect(CacheKey(bytes: key.bytes) == key)
    }

    @Test(
        "What is not 64 hexadecimal digits is not a key",
        arguments: [
            "", "ab", String(repeating: "g", count: 64), String(repeating: "a", count: 65),
            "é" + String(repeating: "a", count: 63),
        ])
    func malformed(_ text: String) { #expect(CacheKey(hexadecimal: text) == nil) }
}
