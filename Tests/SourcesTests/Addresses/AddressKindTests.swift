import Testing

@testable import Sources

@Suite struct AddressKindTests {
    @Test(
        "an address has the kinds that the registries give it",
        arguments: [
            ("8.8.8.8", [.global]), ("1.1.1.1", [.global]), ("93.184.216.34", [.global]),
            ("0.0.0.0", [.unspecified]), ("0.1.2.3", [.unspecified]), ("0.255.255.255", [.unspecified]),
            ("10.0.0.0", [.privateUse]), ("10.255.255.255", [.privateUse]), ("11.0.0.0", [.global]),
            ("100.63.255.255", [.global]), ("100.64.0.0", [.carrierShared]), ("100.127.255.255", [.carrierShared]),
            ("100.128.0.0", [.global]), ("100.100.100.200", [.instanceMetadata]),
            ("126.255.255.255", [.global]), ("127.0.0.1", [.loopback]), ("127.255.255.255", [.loopback]),
            ("169.253.255.255", [.global]), ("169.254.169.254", [.linkLocal]), ("169.255.0.0", [.global]),
            ("172.15.255.255", [.global]), ("172.16.0.0", [.privateUse]), ("172.31.255.255", [.privateUse]),
            ("172.32.0.0", [.global]), ("192.0.0.1", [.protocolAssignment]), ("192.0.0.192", [.protocolAssignment]),
            ("192.0.1.0", [.global]), ("192.0.2.1", [.documentation]), ("192.88.99.1", [.protocolAssignment]),
            ("192.167.255.255", [.global]), ("192.168.0.0", [.privateUse]), ("192.168.255.255", [.privateUse]),
            ("192.169.0.0", [.global]), ("198.17.255.255", [.global]), ("198.18.0.0", [.benchmarking]),
            ("198.19.255.255", [.benchmarking]), ("198.20.0.0", [.global]), ("198.51.100.7", [.documentation]),
            ("203.0.113.9", [.documentation]), ("223.255.255.255", [.global]), ("224.0.0.1", [.multicast]),
            ("239.255.255.255", [.multicast]), ("240.0.0.1", [.reserved]), ("255.255.255.254", [.reserved]),
            ("255.255.255.255", [.broadcast]),
        ] as [(String, Set<AddressKind>)])
    func ipv4(text: String, kinds: Set<AddressKind>) throws {
        #expect(try #require(IPAddress(literal: text)).kinds == kinds)
    }

    @Test(
        "an IPv6 address has the kinds of its prefix",
        arguments: [
            ("2606:4700::1111", [.global]), ("2a00:1450:4001::200e", [.global]), ("2001:4860:4860::8888", [.global]),
            ("::", [.unspecified]), ("::1", [.loopback]), ("fe80::1", [.linkLocal]), ("febf::1", [.linkLocal]),
            ("fec0::1", [.privateUse]), ("fc00::1", [.privateUse]), ("fdff::1", [.privateUse]),
            ("fd00:ec2::254", [.instanceMetadata]), ("fd20:ce::254", [.instanceMetadata]),
            ("ff02::1", [.multicast]), ("2001:db8::1", [.documentation]), ("3fff:fff::1", [.documentation]),
            ("3fff:1000::1", [.global]), ("2001:2::1", [.benchmarking]), ("2001:20::1", [.protocolAssignment]),
            ("2001:1ff::1", [.protocolAssignment]), ("2001:200::1", [.global]), ("100::1", [.protocolAssignment]),
            ("100:0:0:1::1", [.reserved]), ("5f00::1", [.protocolAssignment]), ("4000::1", [.reserved]),
            ("1::1", [.reserved]), ("fe00::1", [.reserved]), ("64:ff9a::1", [.reserved]),
        ] as [(String, Set<AddressKind>)])
    func ipv6(text: String, kinds: Set<AddressKind>) throws {
        #expect(try #require(IPAddress(literal: text)).kinds == kinds)
    }

    @Test(
        "an IPv4 address inside an IPv6 address is judged",
        arguments: [
            // Mapped, compatible, translated.
            ("::ffff:127.0.0.1", [.loopback]), ("::ffff:8.8.8.8", [.global]), ("::ffff:a9fe:a9fe", [.linkLocal]),
            ("::10.0.0.1", [.privateUse]), ("::8.8.8.8", [.global]), ("::2", [.unspecified]),
            ("::ffff:0:192.168.1.1", [.privateUse]), ("::ffff:0:8.8.8.8", [.global]),
            // NAT64, well-known and local-use with prefixes of 96 and 48 bits, and with rubbish.
            ("64:ff9b::169.254.169.254", [.linkLocal]), ("64:ff9b::8.8.8.8", [.global]),
            ("64:ff9b:1::10.0.0.1", [.privateUse]), ("64:ff9b:1::8.8.8.8", [.global]),
            ("64:ff9b:1:7f00:0:100::", [.loopback]), ("64:ff9b:1:808:8:800::", [.global]),
            ("64:ff9b:1:808:8:800:808:808", [.unspecified]), ("64:ff9b:1:808:108:800::", [.unspecified]),
            // 6to4.
            ("2002:7f00:1::", [.loopback]), ("2002:808:808::1", [.global]), ("2002:c0a8:101::1", [.privateUse]),
            // Teredo: server 8.8.8.8; client turned over, 7f00:0001 is 80ff:fffe, 8.8.4.4 is f7f7:fbfb.
            ("2001:0:808:808::80ff:fffe", [.global, .loopback]), ("2001:0:808:808::f7f7:fbfb", [.global]),
            ("2001:0:a00:1::f7f7:fbfb", [.privateUse, .global]),
            // ISATAP under a public and a private prefix.
            ("2606:4700::5efe:127.0.0.1", [.global, .loopback]),
            ("2606:4700::200:5efe:10.0.0.1", [.global, .privateUse]),
            ("2606:4700::5efe:8.8.8.8", [.global]), ("fd00::5efe:8.8.8.8", [.privateUse, .global]),
        ] as [(String, Set<AddressKind>)])
    func embedded(text: String, kinds: Set<AddressKind>) throws {
        #expect(try #require(IPAddress(literal: text)).kinds == kinds)
    }
}
