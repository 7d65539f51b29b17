package import NIOCore

/// An IPv4 or IPv6 address as a number.
package enum IPAddress: Sendable, Hashable {
    case v4(UInt32)
    case v6(UInt128)

    /// The address of `socketAddress`; `nil` for a Unix domain socket.
    package init?(_ socketAddress: SocketAddress) {
        switch socketAddress {
        case .v4: self = .v4(UInt32(bigEndian: Self.load(from: socketAddress, offset: 4)))
        case .v6: self = .v6(UInt128(bigEndian: Self.load(from: socketAddress, offset: 8)))
        case .unixDomainSocket: return nil
        }
    }

    /// The number at `offset` in a socket address: Linux has `sin_addr` at 4 and `sin6_addr` at 8, in network order.
    private static func load<Number: BitwiseCopyable>(from socketAddress: SocketAddress, offset: Int) -> Number {
        socketAddress.withSockAddr { address, size in
            UnsafeRawBufferPointer(start: address, count: size).loadUnaligned(fromByteOffset: offset, as: Number.self)
        }
    }

    /// The address that `text` writes in full: four decimal numbers, or IPv6 without brackets or zone; otherwise `nil`.
    package init?(literal text: String) {
        // `nil` means that it is not an address; why the parser refused it does not matter.
        guard !text.contains("%"), let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        self.init(address)
    }
}
