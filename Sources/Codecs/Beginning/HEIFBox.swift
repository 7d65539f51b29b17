/// A box of a HEIF file, with a length of 32 bits (ISO/IEC 14496-12, 4.2).
struct HEIFBox {
    /// Four letters.
    var type: String
    /// Where the content after the type is.
    var content: Range<Int>

    /// Further boxes are ignored: files have a few dozen, and one for each property of their pictures.
    private static let most = 16_384

    /// The boxes that fill `range`, up to the first that doesn't fit.
    static func list(_ reader: NumberReader, in range: Range<Int>) -> [HEIFBox] {
        var (offset, boxes) = (range.lowerBound, [HEIFBox]())
        while boxes.count < most, let length = reader.number(at: offset, size: 4), length >= 8,
            length <= range.upperBound - offset
        {
            boxes.append(HEIFBox(type: reader.name(at: offset + 4), content: (offset + 8)..<(offset + length)))
            offset += length
        }
        return boxes
    }
}

extension [HEIFBox] {
    /// The content of the last box of `type`.
    func content(of type: String) -> Range<Int>? { last { $0.type == type }?.content }
}
