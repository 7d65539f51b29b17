/// Reads the wire format of protocol buffers, field by field.
struct ProtobufReader {
    /// The content of a field.
    enum Value {
        case number(UInt64)
        case bytes(ArraySlice<UInt8>)

        /// The number, or 0 for a field of the wrong kind, which readers skip.
        var number: UInt64 {
            guard case .number(let value) = self else { return 0 }
            return value
        }

        var signed: Int64 { Int64(bitPattern: number) }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field; `nil` at the end.
    ///
    /// - Throws: `malformed`.
    mutating func next() throws(ProfilingError) -> (number: UInt64, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let key = try varint()
        switch key & 7 {
        case 0: return (key >> 3, .number(try varint()))
        case 1: return (key >> 3, .number(try fixed(bytes: 8)))
        case 2:
            let count = try varint()
            guard count <= UInt64(rest.count) else { throw Self.truncated }
            return (key >> 3, .bytes(take(Int(count))))
        case 5: return (key >> 3, .number(try fixed(bytes: 4)))
        default: throw ProfilingError(.malformed, "Not a profile: a field has an unknown wire type.")
        }
    }

    /// The numbers of a field that may be packed.
    ///
    /// - Throws: `malformed`.
    static func numbers(_ value: Value) throws(ProfilingError) -> [UInt64] {
        guard case .bytes(let bytes) = value else { return [value.number] }
        var reader = ProtobufReader(bytes)
        var numbers: [UInt64] = []
        while !reader.rest.isEmpty { numbers.append(try reader.varint()) }
        return numbers
    }

    private static let truncated = ProfilingError(
        .malformed, "Not a profile, or an incomplete one: it ends within a field.")

    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private mutating func fixed(bytes count: Int) throws(ProfilingError) -> UInt64 {
        guard rest.count >= count else { throw Self.truncated }
        return take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func varint() throws(ProfilingError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            guard shift < 64 else { throw ProfilingError(.malformed, "Not a profile: a number has too many bytes.") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Self.truncated
    }
}
