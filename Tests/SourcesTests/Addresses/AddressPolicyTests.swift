import Testing

@testable import Sources

@Suite struct AddressPolicyTests {
    private static let special = [
        "0.0.0.0", "127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "100.100.100.200", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.0.0.8", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1",
        "ff02::1", "2001:db8::1", "100::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::",
        "2001:0:808:808::80ff:fffe", "2606:4700::5efe:10.0.0.1",
    ]

    @Test("every special address is denied by default", arguments: special)
    func denied(text: String) throws {
        #expect(!AddressPolicy().allows(try #require(IPAddress(literal: text))))
    }

    @Test("public addresses are allowed by default", arguments: ["8.8.8.8", "2606:4700::1111", "::ffff:1.1.1.1"])
    func allowed(text: String) throws {
        #expect(AddressPolicy().allows(try #require(IPAddress(literal: text))))
    }

    @Test(
        "private addresses can be allowed",
        arguments: ["127.0.0.1", "10.0.0.1", "100.64.0.1", "fc00::1", "fec0::1", "::1"])
    func allowsPrivate(text: String) throws {
        #expect(AddressPolicy(allowsPrivate: true).allows(try #require(IPAddress(literal: text))))
    }

    @Test(
        "allowing private addresses leaves the others denied",
        arguments: [
            "0.0.0.0", "::", "169.254.169.254", "fe80::1", "100.100.100.200", "fd00:ec2::254", "224.0.0.1", "ff02::1",
            "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.0.0.8", "240.0.0.1", "100::1", "::ffff:169.254.169.254",
        ])
    func allowsPrivateOnly(text: String) throws {
        #expect(!AddressPolicy(allowsPrivate: true).allows(try #require(IPAddress(literal: text))))
    }

    @Test(
        "link-local addresses have a switch of their own", arguments: ["169.254.169.254", "fe80::1", "fd00:ec2::254"])
    func allowsLinkLocal(text: String) throws {
        #expect(AddressPolicy(allowsLinkLocal: true).allows(try #require(IPAddress(literal: text))))
    }

    @Test("allowing link-local addresses does not allow private ones", arguments: ["127.0.0.1", "10.0.0.1"])
    func allowsLinkLocalOnly(text: String) throws {
        #expect(!AddressPolicy(allowsLinkLocal: true).allows(try #require(IPAddress(literal: text))))
    }
}
