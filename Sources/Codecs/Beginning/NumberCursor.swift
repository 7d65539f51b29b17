/// Reads numbers one after another.
struct NumberCursor {
    let reader: NumberReader
    let end: Int
    var offset: Int

    init(_ reader: NumberReader, _ range: Range<Int>) {
        self.reader = reader
        (offset, end) = (range.lowerBound, range.upperBound)
    }

    /// The next `size` bytes as a number; 0 if `size` is 0.
    mutating func number(_ size: Int) -> Int? {
        guard size > 0 else { return reader.steps.take() ? 0 : nil }
        guard size <= 8, offset + size <= end, let number = reader.number(at: offset, size: size) else { return nil }
        offset += size
        return number
    }

    mutating func text(_ size: Int) -> String? {
        guard reader.steps.take(), offset + size <= end else { return nil }
        defer { offset += size }
        return String(decoding: reader.bytes[offset..<(offset + size)], as: UTF8.self)
    }
}
