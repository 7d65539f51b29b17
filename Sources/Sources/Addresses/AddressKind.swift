/// What an address is for, after IANA's special-purpose registries (RFC 6890) and those of address space.
package enum AddressKind: Sendable, Hashable, CaseIterable {
    /// Anything that is not special: the public internet.
    case global
    /// 0.0.0.0/8 and `::`, which systems use for themselves.
    case unspecified
    /// 127.0.0.0/8, `::1`.
    case loopback
    /// 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7 and the old fec0::/10.
    case privateUse
    /// 100.64.0.0/10, shared by carriers' customers.
    case carrierShared
    /// 169.254.0.0/16, fe80::/10.
    case linkLocal
    /// Where clouds give a machine its secrets, outside 169.254.0.0/16: 100.100.100.200, fd00:ec2::254, fd20:ce::254.
    case instanceMetadata
    /// 224.0.0.0/4, ff00::/8.
    case multicast
    /// 255.255.255.255.
    case broadcast
    /// 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32, 3fff::/20.
    case documentation
    /// 198.18.0.0/15, 2001:2::/48.
    case benchmarking
    /// 192.0.0.0/24, 192.88.99.0/24, 2001::/23, 100::/64, 5f00::/16.
    case protocolAssignment
    /// 240.0.0.0/4, and all of IPv6 outside of 2000::/3 that is not named above.
    case reserved
}

extension IPAddress {
    /// What the address is for: the kinds of the address itself and of every IPv4 address inside it; never empty.
    package var kinds: Set<AddressKind> {
        switch self {
        case .v4(let value): [Self.kind(ofIPv4: value)]
        case .v6(let value): Self.kinds(ofIPv6: value)
        }
    }

    private static func kind(ofIPv4 value: UInt32) -> AddressKind {
        ipv4Blocks.first { $0.contains(value) }?.kind ?? .global
    }

    private static func kinds(ofIPv6 value: UInt128) -> Set<AddressKind> {
        if value == 0 { return [.unspecified] }
        if value == 1 { return [.loopback] }
        if let embedded = embeddedIPv4(in: value) { return Set(embedded.map(kind(ofIPv4:))) }
        let own =
            ipv6Blocks.first { $0.contains(value) }?.kind ?? (value >> 125 == 0b001 ? AddressKind.global : .reserved)
        // ISATAP (RFC 5214, section 6.1): the interface is 0:5efe or 200:5efe and an IPv4 address, under any prefix.
        let interface = UInt32(truncatingIfNeeded: value >> 32)
        guard interface & ~0x0200_0000 == 0x5EFE else { return [own] }
        return [own, kind(ofIPv4: UInt32(truncatingIfNeeded: value))]
    }

    /// The IPv4 addresses to which packets for `value` go, if its prefix means that; `nil` for other prefixes.
    private static func embeddedIPv4(in value: UInt128) -> [UInt32]? {
        let low = UInt32(truncatingIfNeeded: value)
        switch value >> 32 {
        // Compatible (RFC 4291, 2.5.5.1), mapped (2.5.5.2), translated (RFC 2765), NAT64 (RFC 6052, 2.1).
        case 0, 0xFFFF, 0xFFFF_0000, 0x64_FF9B << 64: return [low]
        default: break
        }
        // Local-use NAT64, 64:ff9b:1::/48 (RFC 8215).
        if value >> 80 == 0x64_FF9B_0001 { return [localNAT64(value)] }
        // 6to4 (RFC 3056).
        if value >> 112 == 0x2002 { return [UInt32(truncatingIfNeeded: value >> 80)] }
        // Teredo (RFC 4380, section 4): the server's address, then the client's with every bit inverted.
        if value >> 96 == 0x2001_0000 { return [UInt32(truncatingIfNeeded: value >> 64), ~low] }
        return nil
    }

    /// The IPv4 address in a local-use NAT64 address, whose prefix may be 96 or 48 bits long (RFC 6052, section 2.2).
    ///
    /// With 48 bits, octet 8 is zero and so are octets 11 to 15. Any other content gives 0.0.0.0, which may never be
    /// dialled.
    private static func localNAT64(_ value: UInt128) -> UInt32 {
        let suffix = value & (1 << 80 - 1)
        if suffix >> 32 == 0 { return UInt32(truncatingIfNeeded: suffix) }
        guard suffix & (1 << 40 - 1) == 0, UInt8(truncatingIfNeeded: suffix >> 56) == 0 else { return 0 }
        let high = UInt32(truncatingIfNeeded: suffix >> 64)
        return high << 16 | UInt32(UInt16(truncatingIfNeeded: suffix >> 40))
    }
}

/// Addresses that share their first `bits` bits.
private struct Block<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    let prefix: Address
    let bits: Int
    let kind: AddressKind

    func contains(_ address: Address) -> Bool {
        let shift = Address.bitWidth - bits
        return address >> shift == prefix >> shift
    }
}

/// Longer prefixes come before those that contain them.
private let ipv4Blocks: [Block<UInt32>] = [
    Block(prefix: 0x0000_0000, bits: 8, kind: .unspecified),
    Block(prefix: 0x0A00_0000, bits: 8, kind: .privateUse),
    Block(prefix: 0x6464_64C8, bits: 32, kind: .instanceMetadata),
    Block(prefix: 0x6440_0000, bits: 10, kind: .carrierShared),
    Block(prefix: 0x7F00_0000, bits: 8, kind: .loopback),
    Block(prefix: 0xA9FE_0000, bits: 16, kind: .linkLocal),
    Block(prefix: 0xAC10_0000, bits: 12, kind: .privateUse),
    Block(prefix: 0xC000_0000, bits: 24, kind: .protocolAssignment),
    Block(prefix: 0xC000_0200, bits: 24, kind: .documentation),
    Block(prefix: 0xC058_6300, bits: 24, kind: .protocolAssignment),
    Block(prefix: 0xC0A8_0000, bits: 16, kind: .privateUse),
    Block(prefix: 0xC612_0000, bits: 15, kind: .benchmarking),
    Block(prefix: 0xC633_6400, bits: 24, kind: .documentation),
    Block(prefix: 0xCB00_7100, bits: 24, kind: .documentation),
    Block(prefix: 0xE000_0000, bits: 4, kind: .multicast),
    Block(prefix: 0xFFFF_FFFF, bits: 32, kind: .broadcast),
    Block(prefix: 0xF000_0000, bits: 4, kind: .reserved),
]

/// Longer prefixes come before those that contain them.
private let ipv6Blocks: [Block<UInt128>] = [
    Block(prefix: 0x0100 << 112, bits: 64, kind: .protocolAssignment),
    Block(prefix: 0x2001_0002 << 96, bits: 48, kind: .benchmarking),
    Block(prefix: 0x2001_0DB8 << 96, bits: 32, kind: .documentation),
    Block(prefix: 0x2001 << 112, bits: 23, kind: .protocolAssignment),
    Block(prefix: 0x3FFF << 112, bits: 20, kind: .documentation),
    Block(prefix: 0x5F00 << 112, bits: 16, kind: .protocolAssignment),
    Block(prefix: 0xFD00_0EC2 << 96 | 0x254, bits: 128, kind: .instanceMetadata),
    Block(prefix: 0xFD20_00CE << 96 | 0x254, bits: 128, kind: .instanceMetadata),
    Block(prefix: 0xFC00 << 112, bits: 7, kind: .privateUse),
    Block(prefix: 0xFE80 << 112, bits: 10, kind: .linkLocal),
    Block(prefix: 0xFEC0 << 112, bits: 10, kind: .privateUse),
    Block(prefix: 0xFF00 << 112, bits: 8, kind: .multicast),
]
