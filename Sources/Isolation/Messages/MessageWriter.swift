/// Writes a message in a compact form: the values of its properties one after another, without their names.
///
/// Whole numbers have 7 bits per byte, lowest first; signed ones have the sign in the lowest bit. Floating-point
/// numbers have 8 bytes; texts their length and UTF-8; an optional a byte that states whether it is present; lists four
/// bytes with their length; enum cases their name. `MessageReader` reads only the same types: both ends are the same
/// program.
final class MessageWriter: Encoder {
    /// Room for the length that precedes each message.
    static let prefixBytes = 4

    private(set) var bytes: [UInt8]
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private init() {
        bytes = [UInt8](repeating: 0, count: Self.prefixBytes)
        bytes.reserveCapacity(2048)
    }

    /// `message` preceded by its length, lowest byte first.
    ///
    /// - Throws: `malformed` for values that cannot be represented: `nil` in a list, more than 4 GiB.
    static func bytes(of message: some Encodable) throws(IsolationError) -> [UInt8] {
        let writer = MessageWriter()
        do {
            try message.encode(to: writer)
        } catch {
            throw IsolationError(.malformed, "A message cannot be written: \(error)")
        }
        guard let count = UInt32(exactly: writer.bytes.count - prefixBytes) else {
            throw IsolationError(.malformed, "A message is too long.")
        }
        writer.set(count, at: 0)
        return writer.bytes
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(KeyedMessageWriter(writer: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { MessageListWriter(self) }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// Writes a value of any type.
    func write<Value: Encodable>(_ value: Value) throws {
        // A dictionary has its own keys, which no type declares.
        if Value.self == [String: String].self, let texts = value as? [String: String] {
            write(number: UInt64(texts.count))
            for (key, text) in texts {
                write(text: key)
                write(text: text)
            }
        } else {
            try value.encode(to: self)
        }
    }

    /// Writes whether there is a value, and the value.
    func write<Value: Encodable>(optional value: Value?) throws {
        bytes.append(value == nil ? 0 : 1)
        if let value { try write(value) }
    }

    func write(text: String) {
        write(number: UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    func write(number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    fileprivate func write(signed number: Int64) {
        write(number: UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    fileprivate func write(fixed bits: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    }

    /// Reserves four bytes for `set`; returns their position.
    func reserve() -> Int {
        bytes.append(contentsOf: [0, 0, 0, 0])
        return bytes.count - 4
    }

    func set(_ count: UInt32, at position: Int) {
        for index in 0..<4 { bytes[position + index] = UInt8(truncatingIfNeeded: count >> UInt32(8 * index)) }
    }
}

extension MessageWriter: SingleValueEncodingContainer {
    /// Our messages do not need this: optional properties are encoded differently.
    func encodeNil() throws { throw IsolationError(.malformed, "A list cannot contain nil.") }

    func encode(_ value: Bool) { bytes.append(value ? 1 : 0) }
    func encode(_ value: String) { write(text: value) }
    func encode(_ value: Double) { write(fixed: value.bitPattern) }
    func encode(_ value: Float) { write(fixed: UInt64(value.bitPattern)) }
    func encode(_ value: Int) { write(signed: Int64(value)) }
    func encode(_ value: Int8) { write(signed: Int64(value)) }
    func encode(_ value: Int16) { write(signed: Int64(value)) }
    func encode(_ value: Int32) { write(signed: Int64(value)) }
    func encode(_ value: Int64) { write(signed: value) }
    func encode(_ value: UInt) { write(number: UInt64(value)) }
    func encode(_ value: UInt8) { write(number: UInt64(value)) }
    func encode(_ value: UInt16) { write(number: UInt64(value)) }
    func encode(_ value: UInt32) { write(number: UInt64(value)) }
    func encode(_ value: UInt64) { write(number: value) }
    func encode<Value: Encodable>(_ value: Value) throws { try write(value) }
}
