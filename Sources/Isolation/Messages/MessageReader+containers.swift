/// A type's properties in the order in which `KeyedMessageWriter` wrote them.
struct KeyedMessageReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let reader: MessageReader
    var codingPath: [any CodingKey] { [] }

    /// Used only by enums, for the case. Empty if there is no such case, which the enum then reports as an error.
    var allKeys: [Key] {
        // A case that cannot be read does not exist either.
        guard let name = try? reader.peekCaseName(), let key = Key(stringValue: name) else { return [] }
        return [key]
    }

    /// Optional properties themselves state whether they are present.
    func contains(_ key: Key) -> Bool { true }

    func decodeNil(forKey key: Key) throws -> Bool { try reader.readsNothing() }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try reader.read(type) }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try reader.decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try reader.decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try reader.decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try reader.decode(type) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        reader.takeCaseName()
        return reader.container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try reader.unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { reader }

    func superDecoder(forKey key: Key) throws -> any Decoder { reader }
}

/// A list whose length is known to fit.
struct MessageListReader: UnkeyedDecodingContainer {
    private let reader: MessageReader
    private let length: Int
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { length }
    var isAtEnd: Bool { currentIndex >= length }

    init(_ reader: MessageReader, count: Int) {
        self.reader = reader
        length = count
    }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next()
        return try reader.read(type)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try next()
        return reader.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next()
        return try reader.unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder {
        try next()
        return reader
    }

    private mutating func next() throws {
        guard !isAtEnd else { throw IsolationError(.malformed, "A list is shorter than it should be.") }
        currentIndex += 1
    }
}
