/// Which addresses may be dialled. By default only those of the public internet.
package struct AddressPolicy: Sendable, Hashable {
    /// Also loopback, private (RFC 1918, fc00::/7, fec0::/10) and carrier-shared (100.64.0.0/10) addresses.
    package var allowsPrivate: Bool
    /// Also link-local addresses and those where clouds give a machine its secrets (169.254.169.254 and its like).
    package var allowsLinkLocal: Bool

    package init(allowsPrivate: Bool = false, allowsLinkLocal: Bool = false) {
        self.allowsPrivate = allowsPrivate
        self.allowsLinkLocal = allowsLinkLocal
    }

    /// Whether `address` may be dialled: the address itself and every IPv4 address inside it.
    package func allows(_ address: IPAddress) -> Bool {
        address.kinds.allSatisfy(allows)
    }

    private func allows(_ kind: AddressKind) -> Bool {
        switch kind {
        case .global: true
        case .loopback, .privateUse, .carrierShared: allowsPrivate
        case .linkLocal, .instanceMetadata: allowsLinkLocal
        case .unspecified, .multicast, .broadcast, .documentation, .benchmarking, .protocolAssignment, .reserved: false
        }
    }
}
