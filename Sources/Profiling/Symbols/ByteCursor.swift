/// Reads a mapped file from a given position on.
struct ByteCursor {
    let file: MappedFile
    var offset: Int

    mutating func u8() -> Int { Int(number(UInt8.self)) }
    mutating func s8() -> Int { Int(number(Int8.self)) }
    mutating func u16() -> Int { Int(number(UInt16.self)) }
    mutating func u32() -> Int { Int(number(UInt32.self)) }
    mutating func u64() -> UInt64 { number(UInt64.self) }

    /// A number of seven bits per byte, lowest first.
    mutating func unsigned() -> Int {
        var value = 0, shift = 0
        while offset < file.count {
            let byte = u8()
            if shift < 63 { value |= (byte & 0x7F) << shift }
            if byte < 0x80 { break }
            shift += 7
        }
        return value
    }

    /// The same with a sign.
    mutating func signed() -> Int {
        var value = 0, shift = 0
        while offset < file.count {
            let byte = u8()
            if shift < 63 { value |= (byte & 0x7F) << shift }
            shift += 7
            if byte < 0x80 {
                if byte & 0x40 != 0, shift < 63 { value |= -1 << shift }
                break
            }
        }
        return value
    }

    /// A zero-terminated text.
    mutating func string() -> String {
        let text = file.string(at: offset)
        offset += text.utf8.count + 1
        return text
    }

    private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) -> Number {
        defer { offset += MemoryLayout<Number>.size }
        return file.load(type, at: offset)
    }
}
