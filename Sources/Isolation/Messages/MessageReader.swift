/// Reads what `MessageWriter` wrote, or anything an attacker wrote instead: every length is checked against the bytes
/// available, and nothing may be left over.
final class MessageReader: Decoder {
    /// Our own messages have less than half this depth.
    private static let maximumDepth = 64

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var depth = 0
    /// The name of the case being read, until it is taken.
    private var caseName: String?
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The message encoded in `bytes`, without the leading length.
    ///
    /// - Throws: `malformed`.
    static func message<Message: Decodable>(
        _ type: Message.Type, from bytes: ArraySlice<UInt8>
    ) throws(IsolationError) -> Message {
        let reader = MessageReader(bytes)
        let message: Message
        do {
            message = try reader.read(type)
        } catch {
            throw IsolationError(.malformed, "A message cannot be read: \(error)")
        }
        guard reader.remaining == 0 else { throw IsolationError(.malformed, "A message is longer than stated.") }
        return message
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(KeyedMessageReader(reader: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { MessageListReader(self, count: try readCount()) }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    private var remaining: Int { bytes.endIndex - position }

    /// Reads a value of any type.
    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard depth < Self.maximumDepth else { throw IsolationError(.malformed, "A message is nested too deeply.") }
        depth += 1
        defer { depth -= 1 }
        if type == [String: String].self, let texts = try readTexts() as? Value { return texts }
        return try Value(from: self)
    }

    /// The name of an enum's case; the same until `takeCaseName`.
    func peekCaseName() throws -> String {
        if let caseName { return caseName }
        let name = try readText()
        caseName = name
        return name
    }

    func takeCaseName() { caseName = nil }

    private func readTexts() throws -> [String: String] {
        var texts: [String: String] = [:]
        for _ in 0..<(try length(readNumber())) { texts[try readText()] = try readText() }
        return texts
    }

    private func readText() throws -> String {
        let count = try length(readNumber())
        let utf8 = bytes[position..<position + count]
        position += count
        guard let text = String(validating: utf8, as: UTF8.self) else {
            throw IsolationError(.malformed, "A text is not UTF-8.")
        }
        return text
    }

    /// The number of elements that follow; each takes at least a byte.
    private func length(_ number: UInt64) throws -> Int {
        guard number <= UInt64(remaining) else {
            throw IsolationError(.malformed, "A length of \(number) is impossible.")
        }
        return Int(number)
    }

    private func readCount() throws -> Int {
        try length((0..<4).reduce(0) { count, index in try count | UInt64(readByte()) << UInt64(8 * index) })
    }

    private func readByte() throws -> UInt8 {
        guard remaining > 0 else { throw IsolationError(.malformed, "A message ends too early.") }
        defer { position += 1 }
        return bytes[position]
    }

    fileprivate func readFlag() throws -> Bool {
        switch try readByte() {
        case 0: return false
        case 1: return true
        default: throw IsolationError(.malformed, "A flag is neither 0 nor 1.")
        }
    }

    fileprivate func readNumber() throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            let byte = try readByte()
            // The tenth byte contains the last bit.
            guard shift < 63 || byte <= 1 else { break }
            number |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return number }
        }
        throw IsolationError(.malformed, "A number is too long.")
    }

    fileprivate func readSigned<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        let bits = try readNumber()
        return try exactly(Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1))
    }

    fileprivate func readUnsigned<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        try exactly(readNumber())
    }

    private func exactly<Number: FixedWidthInteger>(_ number: some BinaryInteger) throws -> Number {
        guard let number = Number(exactly: number) else { throw IsolationError(.malformed, "A number is too large.") }
        return number
    }

    fileprivate func readFixed() throws -> UInt64 {
        try (0..<8).reduce(0) { bits, index in try bits | UInt64(readByte()) << UInt64(8 * index) }
    }
}

extension MessageReader: SingleValueDecodingContainer {
    /// Whether an optional is empty.
    func decodeNil() -> Bool { false }

    func readsNothing() throws -> Bool { try !readFlag() }

    func decode(_ type: Bool.Type) throws -> Bool { try readFlag() }
    func decode(_ type: String.Type) throws -> String { try readText() }
    func decode(_ type: Double.Type) throws -> Double { Double(bitPattern: try readFixed()) }
    func decode(_ type: Float.Type) throws -> Float { Float(bitPattern: try exactly(readFixed())) }
    func decode(_ type: Int.Type) throws -> Int { try readSigned(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try readSigned(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try readSigned(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try readSigned(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try readSigned(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try readUnsigned(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try readUnsigned(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try readUnsigned(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try readUnsigned(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try readUnsigned(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try read(type) }
}
