import NIOCore
import Sources

/// A client: an IPv4 address, or the first 64 bits of an IPv6 address, which is one customer's network.
struct ClientAddress: Sendable, Hashable {
    private let network: IPAddress

    init(_ address: IPAddress) {
        switch address {
        case .v4: network = address
        case .v6(let value):
            // An IPv4 client of a listener for both versions.
            network = value >> 32 == 0xFFFF ? .v4(UInt32(truncatingIfNeeded: value)) : .v6((value >> 64) << 64)
        }
    }

    /// The client of a connection from `peer`. Behind trusted proxies it is the last address that is not one of theirs.
    ///
    /// The client itself may have written what precedes that address in `X-Forwarded-For`.
    init?(peer: SocketAddress?, forwarded: [String], trusting proxies: [AddressNetwork]) {
        guard let address = Self.address(peer: peer, forwarded: forwarded, trusting: proxies) else { return nil }
        self.init(address)
    }

    /// The same, as a full address.
    static func address(
        peer: SocketAddress?, forwarded: [String], trusting proxies: [AddressNetwork]
    ) -> IPAddress? {
        guard var address = peer.flatMap({ IPAddress($0) }) else { return nil }
        var hops = forwarded.flatMap { $0.split(separator: ",") }
            .map { $0.filter { !$0.isWhitespace && $0 != "[" && $0 != "]" } }
        while Self.isTrusted(address, proxies), let hop = hops.popLast() {
            // Anything else ends the list: the proxy that wrote it counts as the client.
            guard let next = IPAddress(literal: String(hop)) else { break }
            address = next
        }
        return address
    }

    private static func isTrusted(_ address: IPAddress, _ proxies: [AddressNetwork]) -> Bool {
        var plain = address
        if case .v6(let value) = address, value >> 32 == 0xFFFF { plain = .v4(UInt32(truncatingIfNeeded: value)) }
        return proxies.contains { $0.contains(address) || $0.contains(plain) }
    }
}
