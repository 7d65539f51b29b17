/// A type's properties, one after another; for an enum, the name of its case followed by its associated values.
struct KeyedMessageWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: MessageWriter
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { try writer.encodeNil() }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try writer.write(value) }

    // The types of most properties take a short cut: the general way needs a container for each.
    func encode(_ value: Bool, forKey key: Key) { writer.encode(value) }
    func encode(_ value: Int, forKey key: Key) { writer.encode(value) }
    func encode(_ value: Double, forKey key: Key) { writer.encode(value) }
    func encode(_ value: String, forKey key: Key) { writer.write(text: value) }

    // The default implementation would skip `nil`: the reader could not tell.
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try writer.write(optional: value) }
    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
        try writer.write(optional: value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        // Only cases of enums are written like this.
        writer.write(text: key.stringValue)
        return writer.container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { writer.unkeyedContainer() }

    func superEncoder() -> any Encoder { writer }

    func superEncoder(forKey key: Key) -> any Encoder { writer }
}

/// A list, preceded by its length.
struct MessageListWriter: UnkeyedEncodingContainer {
    private let writer: MessageWriter
    private let position: Int
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(_ writer: MessageWriter) {
        self.writer = writer
        position = writer.reserve()
    }

    mutating func encodeNil() throws { try writer.encodeNil() }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        countOne()
        try writer.write(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        countOne()
        return writer.container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        countOne()
        return writer.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        countOne()
        return writer
    }

    private mutating func countOne() {
        count += 1
        writer.set(UInt32(truncatingIfNeeded: count), at: position)
    }
}
