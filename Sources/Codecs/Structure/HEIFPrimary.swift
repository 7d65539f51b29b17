/// The picture that a HEIF file shows, and what the file says about it (ISO/IEC 23008-12, 9.3; ISO/IEC 14496-12, 8.11).
struct HEIFPrimary {
    /// `av01` for AV1.
    let kind: String
    /// Its properties, in the file's order.
    let properties: [HEIFBox]
    /// Where its data is in the file; `nil` if it is composed of other items, or in several parts.
    let data: Range<Int>?
    private let reader: NumberReader

    /// `nil` if the tables are in unusual places, or contradict each other.
    init?(of bytes: [UInt8], steps: WalkSteps? = nil) {
        let reader = NumberReader(bytes: bytes, isBigEndian: true, steps: steps)
        let file = HEIFBox.list(reader, in: bytes.indices)
        // Version and flags precede the boxes.
        guard let metadata = file.content(of: "meta"), metadata.count >= 4 else { return nil }
        let boxes = HEIFBox.list(reader, in: metadata.dropFirst(4))
        guard let primary = boxes.content(of: "pitm"), let items = HEIFItems(reader, in: metadata),
            let container = boxes.content(of: "iprp").map({ HEIFBox.list(reader, in: $0) }),
            let values = container.content(of: "ipco"), let table = container.content(of: "ipma"),
            let item = reader.number(at: primary.lowerBound + 4, size: reader.version(at: primary) == 0 ? 2 : 4),
            let kind = items.types[item], let indices = Self.indices(of: item, in: table, reader)
        else { return nil }
        let all = HEIFBox.list(reader, in: values)
        // From 1; 0 means none.
        guard indices.allSatisfy({ all.indices.contains($0 - 1) }) else { return nil }
        self.reader = reader
        self.kind = kind
        data = items.data(of: item)
        properties = indices.map { all[$0 - 1] }
    }

    /// The number of `size` bytes at `offset` of the property `type`; `nil` if there is none, or no such property.
    func number(_ type: String, at offset: Int, size: Int) -> Int? {
        guard let content = properties.content(of: type), offset + size <= content.count else { return nil }
        return reader.number(at: content.lowerBound + offset, size: size)
    }

    /// The property that names its colours by numbers (`nclx`); `nil` if there is none, or more than one.
    var numberedColours: Range<Int>? {
        let stated = properties.filter { $0.type == "colr" && begins($0.content, with: "nclx") }
        return stated.count == 1 ? stated[0].content : nil
    }

    /// Whether it has no colours, in AV1 or HEVC, and its samples use 16…235 of 8 bits, or the same share of more.
    var isLimitedGrey: Bool {
        guard let stated = numberedColours, let flags = number(stated, at: 10, size: 1), flags & 0x80 == 0 else {
            return false
        }
        // AV1 codec ISO media file format binding, 2.3.3; ISO/IEC 14496-15, 8.3.3.1.
        let isGreyAV1 = number("av1C", at: 2, size: 1).map { $0 & 0x10 != 0 }
        let isGreyHEVC = number("hvcC", at: 16, size: 1).map { $0 & 3 == 0 }
        return isGreyAV1 ?? isGreyHEVC ?? false
    }

    /// Whether the property at `content` begins with `name`.
    func begins(_ content: Range<Int>, with name: String) -> Bool { reader.name(at: content.lowerBound) == name }

    /// A number in the property at `content`.
    func number(_ content: Range<Int>, at offset: Int, size: Int) -> Int? {
        offset + size <= content.count ? reader.number(at: content.lowerBound + offset, size: size) : nil
    }

    /// The item's properties, according to the table of associations.
    private static func indices(of item: Int, in table: Range<Int>, _ reader: NumberReader) -> [Int]? {
        var cursor = NumberCursor(reader, table)
        guard let head = cursor.number(4), let count = cursor.number(4) else { return nil }
        let (isShort, isWide) = (head >> 24 == 0, head & 1 == 1)
        for _ in 0..<count {
            guard let associated = cursor.number(isShort ? 2 : 4), let number = cursor.number(1) else { return nil }
            var indices: [Int] = []
            for _ in 0..<number {
                guard let index = cursor.number(isWide ? 2 : 1) else { return nil }
                // The highest bit means that readers must support it.
                indices.append(index & (isWide ? 0x7FFF : 0x7F))
            }
            if associated == item { return indices }
        }
        return nil
    }
}

extension NumberReader {
    /// The version of a box that begins with one.
    fileprivate func version(at content: Range<Int>) -> Int? { number(at: content.lowerBound, size: 1) }
}
