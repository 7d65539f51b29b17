import NIOCore
import Sources
import Testing

@testable import HTTPAPI

@Suite struct ClientAddressTests {
    private static let proxies = ["10.0.0.0/8", "fd00::/8"].compactMap { AddressNetwork($0) }

    private static func client(_ peer: String, _ forwarded: [String]) throws -> ClientAddress? {
        ClientAddress(peer: try SocketAddress(ipAddress: peer, port: 1), forwarded: forwarded, trusting: proxies)
    }

    private static func plain(_ address: String) throws -> ClientAddress {
        ClientAddress(try #require(IPAddress(literal: address)))
    }

    @Test(
        "the client is the last address that is not a trusted proxy's",
        arguments: [
            ("203.0.113.5", ["1.2.3.4"], "203.0.113.5"), ("10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
            ("10.0.0.1", [], "10.0.0.1"), ("10.0.0.1", ["9.9.9.9, 1.2.3.4"], "1.2.3.4"),
            ("10.0.0.1", ["9.9.9.9", "1.2.3.4, 10.2.2.2"], "1.2.3.4"), ("10.0.0.1", ["10.3.3.3"], "10.3.3.3"),
            ("10.0.0.1", ["nonsense"], "10.0.0.1"), ("10.0.0.1", ["1.2.3.4, nonsense"], "10.0.0.1"),
            ("::ffff:10.0.0.1", ["1.2.3.4"], "1.2.3.4"), ("fd00::1", ["[2001:db8::7]"], "2001:db8::7"),
        ])
    func forwarded(peer: String, forwarded: [String], client: String) throws {
        #expect(try Self.client(peer, forwarded) == Self.plain(client))
    }

    @Test("addresses of one IPv6 network are one client, and IPv4 is the same in both forms")
    func networks() throws {
        #expect(try Self.plain("2001:db8:0:1::1") == Self.plain("2001:db8:0:1:ffff::2"))
        #expect(try Self.plain("2001:db8:0:1::1") != Self.plain("2001:db8:0:2::1"))
        #expect(try Self.plain("::ffff:1.2.3.4") == Self.plain("1.2.3.4"))
        #expect(try Self.plain("1.2.3.4") != Self.plain("1.2.3.5"))
    }
}
