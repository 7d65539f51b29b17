/// Hosts that are not on the public internet, in all spellings that a URL may use.
package enum ForbiddenHosts {
    /// A host as written in a URL, and the address that it means.
    package struct Form: Sendable, CustomStringConvertible {
        package let host: String
        package let address: String

        package var description: String { host }
    }

    /// More than 300 forms, without duplicates.
    package static let all: [Form] =
        special4.flatMap(embedded) + special6.map { Form(host: "[\($0)]", address: $0) } + odd

    /// Hosts of the public internet, in the same forms.
    package static let allowed: [Form] = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "100.128.0.1"].flatMap(embedded)

    private static let special4 = [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.254", "100.64.0.1", "100.100.100.200", "100.127.255.254",
        "127.0.0.1", "127.1.2.3", "127.255.255.254", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1",
        "172.31.255.254", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.254",
        "198.18.0.1", "198.19.255.254", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.254", "255.255.255.255",
    ]

    private static let special6 = [
        "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "ff02::1", "ff0e::1",
        "2001:db8::1", "3fff::1", "2001:2::1", "2001:10::1", "100::1", "5f00::1", "4000::1", "64:ff9b:1:808:8:800::1",
    ]

    /// Further texts that `inet_aton` and resolvers accept as an address.
    private static let odd: [Form] =
        [
            "2130706433", "017700000001", "0x7f000001", "0x7f.1", "0x7f.0x0.0x0.0x1", "0177.0.0.1", "0177.0.0.01",
            "127.1", "127.0.1", "0x7F.0.0.1", "localhost", "LOCALHOST", "[0:0:0:0:0:ffff:7f00:1]",
        ].map { Form(host: $0, address: "127.0.0.1") }
        + ["0", "0.0", "0x0", "00", "0x00000000"].map { Form(host: $0, address: "0.0.0.0") }
        + ["2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.16689662", "0xa9.254.0xa9fe"].map {
            Form(host: $0, address: "169.254.169.254")
        }
        + ["10.1", "167772161", "012.1"].map { Form(host: $0, address: "10.0.0.1") }

    /// The address itself, and every IPv6 address that leads to it.
    private static func embedded(_ address: String) -> [Form] {
        let numbers = address.split(separator: ".").compactMap { UInt32($0) }
        let value = numbers.reduce(0) { $0 << 8 | $1 }
        let hex: (UInt32) -> String = { "\(String($0 >> 16, radix: 16)):\(String($0 & 0xFFFF, radix: 16))" }
        let embedded = [
            "::ffff:\(hex(value))", "::ffff:0:\(hex(value))", "64:ff9b::\(hex(value))", "64:ff9b:1::\(hex(value))",
            "2002:\(hex(value))::1", "2001:0:808:808::\(hex(~value))", "2606:4700::5efe:\(hex(value))",
            "2606:4700::200:5efe:\(hex(value))",
        ]
        // `::` and `::1` are not IPv4 addresses.
        let compatible = value > 1 ? ["::\(hex(value))"] : []
        return [Form(host: address, address: address)]
            + (embedded + compatible).map { Form(host: "[\($0)]", address: $0) }
    }
}
