/// Which addresses may be dialled. By default only those of the public internet.
package struct AddressPolicy: Sendable, Hashable {
    /// Also the machine's own addresses.
    package var allowsLoopback: Bool
    /// Also private (RFC 1918, fc00::/7, fec0::/10) and carrier-shared (100.64.0.0/10) addresses.
    package var allowsPrivateNetworks: Bool
    /// Also link-local addresses and those where clouds give a machine its secrets (169.254.169.254 and its like).
    package var allowsLinkLocal: Bool

    package init(allowsPrivate: Bool = false, allowsLinkLocal: Bool = false) {
        allowsLoopback = allowsPrivate
        allowsPrivateNetworks = allowsPrivate
        self.allowsLinkLocal = allowsLinkLocal
    }

    /// Loopback and private networks together.
    package var allowsPrivate: Bool {
        get { allowsLoopback && allowsPrivateNetworks }
        set {
            allowsLoopback = newValue
            allowsPrivateNetworks = newValue
        }
    }

    /// Whether `address` may be dialled: the address itself and every IPv4 address inside it.
    package func allows(_ address: IPAddress) -> Bool {
        address.kinds.allSatisfy(allows)
    }

    private func allows(_ kind: AddressKind) -> Bool {
        switch kind {
        case .global: true
        case .loopback: allowsLoopback
        case .privateUse, .carrierShared: allowsPrivateNetworks
        case .linkLocal, .instanceMetadata: allowsLinkLocal
        case .unspecified, .multicast, .broadcast, .documentation, .benchmarking, .protocolAssignment, .reserved: false
        }
    }
}
