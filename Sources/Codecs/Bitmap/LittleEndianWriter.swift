/// Little-endian numbers, one behind another.
struct LittleEndianWriter {
    private(set) var bytes: [UInt8] = []

    mutating func add(text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func add(bytes more: [UInt8]) { bytes.append(contentsOf: more) }

    /// The lower 16 bits.
    mutating func add(word: Int) {
        bytes.append(UInt8(truncatingIfNeeded: word))
        bytes.append(UInt8(truncatingIfNeeded: word >> 8))
    }

    /// The lower 32 bits.
    mutating func add(long: Int) {
        add(word: long)
        add(word: long >> 16)
    }
}
