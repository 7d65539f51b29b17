import NIOCore
import Testing

@testable import Sources

@Suite struct IPAddressTests {
    @Test("a socket address becomes the number that it holds")
    func numbers() throws {
        #expect(IPAddress(try SocketAddress(ipAddress: "1.2.3.4", port: 80)) == .v4(0x0102_0304))
        #expect(IPAddress(try SocketAddress(ipAddress: "2001:db8::ff", port: 80)) == .v6(0x2001_0DB8 << 96 | 0xFF))
        #expect(IPAddress(try SocketAddress(unixDomainSocketPath: "/tmp/socket")) == nil)
    }

    @Test(
        "odd spellings of an address are no literals: they are resolved, and the result is judged",
        arguments: [
            "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "1.2.3.4.5", "fe80::1%eth0", "[::1]", "", "localhost",
        ])
    func oddSpellings(text: String) {
        #expect(IPAddress(literal: text) == nil)
    }
}
