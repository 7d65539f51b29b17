import Testing

@testable import Sources

@Suite struct AddressNetworkTests {
    @Test(
        "a network holds the addresses that share its bits",
        arguments: [
            ("10.1.0.0/16", "10.1.255.255", true), ("10.1.0.0/16", "10.2.0.0", false),
            ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.4", false), ("0.0.0.0/0", "255.255.255.255", true),
            ("fd12::/16", "fd12:ffff::1", true), ("fd12::/16", "fd13::1", false), ("::/0", "fe80::1", true),
            ("10.0.0.0/8", "::ffff:10.0.0.1", false), ("::/0", "10.0.0.1", false),
        ])
    func contains(network: String, address: String, isInside: Bool) throws {
        let network = try #require(AddressNetwork(network))
        #expect(network.contains(try #require(IPAddress(literal: address))) == isInside)
    }

    @Test(
        "what is no network is refused",
        arguments: [
            "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8", "10.0.0.0/", "fd00::/129", "a/8", "fd00::1/64", "/8",
        ])
    func refused(text: String) {
        #expect(AddressNetwork(text) == nil)
    }

    @Test("a network that is named is allowed, its neighbours are not")
    func policy() throws {
        var policy = AddressPolicy()
        policy.networks = [try #require(AddressNetwork("10.1.0.0/16"))]
        #expect(policy.allows(try #require(IPAddress(literal: "10.1.2.3")), port: 9000))
        #expect(!policy.allows(try #require(IPAddress(literal: "10.2.2.3"))))
        #expect(!policy.allows(try #require(IPAddress(literal: "::ffff:10.1.2.3"))))
    }
}
