/// Reads integers from a file's bytes, never past the end. Each read is a step of the walk.
struct NumberReader {
    let bytes: [UInt8]
    let isBigEndian: Bool
    let steps: WalkSteps

    /// Without `steps`, the walk has its own.
    init(bytes: [UInt8], isBigEndian: Bool, steps: WalkSteps? = nil) {
        self.bytes = bytes
        self.isBigEndian = isBigEndian
        self.steps = steps ?? WalkSteps(over: bytes.count)
    }

    /// The number of `size` bytes, 1…8, at `offset`; `nil` past the end, above `Int.max`, and when the walk has to end.
    func number(at offset: Int, size: Int) -> Int? {
        guard steps.take(), offset >= 0, offset <= bytes.count - size else { return nil }
        var value: UInt64 = 0
        for index in 0..<size {
            value = value << 8 | UInt64(bytes[offset + (isBigEndian ? index : size - 1 - index)])
        }
        return Int(exactly: value)
    }

    /// The four letters at `offset`; empty past the end, and when the walk has to end.
    func name(at offset: Int) -> String {
        guard steps.take(), offset >= 0, offset <= bytes.count - 4 else { return "" }
        return String(decoding: bytes[offset..<(offset + 4)], as: UTF8.self)
    }

    /// `bytes` with `value` at `offset` as a number of `size` bytes.
    static func put(_ value: Int, into bytes: inout [UInt8], at offset: Int, size: Int, isBigEndian: Bool) {
        for index in 0..<size {
            let shift = 8 * (isBigEndian ? size - 1 - index : index)
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> shift)
        }
    }
}
