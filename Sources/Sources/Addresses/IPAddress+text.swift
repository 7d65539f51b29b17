import NIOCore

/// The address as text: `192.0.2.1`, `2001:db8::1`; an IPv4 address inside an IPv6 one as IPv4.
extension IPAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .v4(let value): Self.text(of: value)
        case .v6(let value) where value >> 32 == 0xFFFF: Self.text(of: UInt32(truncatingIfNeeded: value))
        case .v6(let value): Self.text(of: value)
        }
    }

    private static func text(of value: UInt32) -> String {
        stride(from: 24, through: 0, by: -8).map { "\(value >> UInt32($0) & 0xFF)" }.joined(separator: ".")
    }

    private static func text(of value: UInt128) -> String {
        let bytes = withUnsafeBytes(of: value.bigEndian) { ByteBuffer(bytes: $0) }
        // 16 bytes are an address.
        return (try? SocketAddress(packedIPAddress: bytes, port: 0).ipAddress) ?? "::"
    }
}
