/// Addresses that share their first bits, as in `10.1.0.0/16` or `fd12:3456::/32`.
package struct AddressNetwork: Sendable, Hashable {
    /// The address with which the network starts.
    package let first: IPAddress
    /// How many bits are shared: at most 32 for IPv4, 128 for IPv6.
    package let bits: Int

    /// The network that `text` names: an address alone, or with `/` and the number of shared bits. `nil` for anything
    /// else, and if bits after the shared ones are set.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress(literal: String($0)) }) else { return nil }
        let width = if case .v4 = address { 32 } else { 128 }
        let bits = parts.count == 2 ? Int(parts[1]) : width
        guard let bits, (0...width).contains(bits) else { return nil }
        first = address
        self.bits = bits
        guard trailing(address) == 0 else { return nil }
    }

    /// Whether `address` is one of them. IPv4 addresses inside IPv6 addresses are not considered.
    package func contains(_ address: IPAddress) -> Bool {
        switch (first, address) {
        case (.v4(let first), .v4(let other)): (first ^ other) >> (32 - bits) == 0
        case (.v6(let first), .v6(let other)): (first ^ other) >> (128 - bits) == 0
        default: false
        }
    }

    /// The bits of `address` that are not shared.
    private func trailing(_ address: IPAddress) -> UInt128 {
        switch address {
        case .v4(let value): UInt128(value & ~(bits == 0 ? 0 : UInt32.max << (32 - bits)))
        case .v6(let value): value & ~(bits == 0 ? 0 : UInt128.max << (128 - bits))
        }
    }
}
