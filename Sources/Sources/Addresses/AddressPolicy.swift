/// Which addresses and ports may be connected to. By default, only those of the public internet, at the ports of the
/// web.
package struct AddressPolicy: Sendable, Hashable {
    /// Which ports may be dialled.
    package enum Ports: Sendable, Hashable {
        /// 80, 443, 8080 and 8443 of public addresses; all ports of other addresses that are allowed on purpose.
        case standard
        case only(Set<Int>)
        case all
    }

    /// Where the web is served, with and without TLS.
    package static let webPorts: Set<Int> = [80, 443, 8080, 8443]

    /// Also the machine's own addresses.
    package var allowsLoopback: Bool
    /// Also private (RFC 1918, fc00::/7, fec0::/10) and carrier-shared (100.64.0.0/10) addresses.
    package var allowsPrivateNetworks: Bool
    /// Also link-local addresses, and those where clouds give a machine its secrets (169.254.169.254 and similar ones).
    package var allowsLinkLocal: Bool
    /// Also these, whatever their purpose.
    package var networks: Set<AddressNetwork> = []
    package var ports: Ports

    package init(allowsPrivate: Bool = false, allowsLinkLocal: Bool = false, ports: Ports = .standard) {
        allowsLoopback = allowsPrivate
        allowsPrivateNetworks = allowsPrivate
        self.allowsLinkLocal = allowsLinkLocal
        self.ports = ports
    }

    /// Loopback and private networks together.
    package var allowsPrivate: Bool {
        get { allowsLoopback && allowsPrivateNetworks }
        set {
            allowsLoopback = newValue
            allowsPrivateNetworks = newValue
        }
    }

    /// Whether a connection may be made to `port` of `address`.
    package func allows(_ address: IPAddress, port: Int) -> Bool {
        allows(address) && allowsPort(port, of: address)
    }

    /// Whether `address` may be dialled: the address itself and every IPv4 address inside it.
    package func allows(_ address: IPAddress) -> Bool {
        address.kinds.allSatisfy(allows) || networks.contains { $0.contains(address) }
    }

    /// Whether `port` may be dialled at addresses of the public internet.
    func allowsPublicPort(_ port: Int) -> Bool {
        switch ports {
        case .standard: Self.webPorts.contains(port)
        case .only(let ports): ports.contains(port)
        case .all: true
        }
    }

    private func allowsPort(_ port: Int, of address: IPAddress) -> Bool {
        switch ports {
        case .standard: address.kinds != [.global] || Self.webPorts.contains(port)
        case .only(let ports): ports.contains(port)
        case .all: true
        }
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
