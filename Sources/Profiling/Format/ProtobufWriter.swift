/// Writes the wire format of protocol buffers: the parts that a profile needs.
///
/// Source: the encoding guide of Protocol Buffers (protobuf.dev/programming-guides/encoding). Written by hand because a
/// profile is six flat messages, and generated code would add a runtime of a hundred files for them.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// A number, seven bits per byte, lowest first.
    mutating func varint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    /// A numeric field; 0 is the default and is not written.
    mutating func field(_ number: UInt64, _ value: UInt64) {
        guard value != 0 else { return }
        varint(number << 3)
        varint(value)
    }

    /// A signed numeric field.
    mutating func field(_ number: UInt64, signed value: Int64) { field(number, UInt64(bitPattern: value)) }

    /// A field with bytes, a text or a message.
    mutating func field(_ number: UInt64, _ content: some Collection<UInt8>) {
        varint(number << 3 | 2)
        varint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    /// A field with several numbers.
    mutating func field(_ number: UInt64, packed values: some Sequence<UInt64>) {
        var content = ProtobufWriter()
        for value in values { content.varint(value) }
        field(number, content.bytes)
    }
}
