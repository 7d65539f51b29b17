import Testing

@testable import Settings

@Suite struct BindAddressTests {
    @Test(
        "Addresses are read and written back",
        arguments: [
            ("127.0.0.1:8080", BindAddress(host: "127.0.0.1", port: 8080), "127.0.0.1:8080"),
            ("localhost:0", BindAddress(host: "localhost", port: 0), "localhost:0"),
            ("[::1]:80", BindAddress(host: "::1", port: 80), "[::1]:80"),
            ("[fe80::1%eth0]:80", BindAddress(host: "fe80::1%eth0", port: 80), "[fe80::1%eth0]:80"),
            (":65535", BindAddress(host: "0.0.0.0", port: 65_535), "0.0.0.0:65535"),
        ])
    func read(text: String, expected: BindAddress, written: String) {
        #expect(BindAddress(text) == expected)
        #expect(expected.description == written)
    }

    @Test(
        "An invalid address is refused",
        arguments: [
            "", "8080", "localhost", "localhost:", "::1:80", "[::1]", "[::1]x:80", "[]:80", "[localhost]:80", "a b:80",
            "localhost:65536", "localhost:-1", "localhost:+1", "localhost:٣", "300.0.0.1:80", "1.2.3:80", "[::1%]:80",
            "http://a:80",
        ])
    func refused(text: String) {
        #expect(BindAddress(text) == nil)
    }
}
