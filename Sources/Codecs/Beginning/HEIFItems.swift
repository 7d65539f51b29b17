/// Where the items of a HEIF file's `meta` box lie (ISO/IEC 14496-12, 8.11.3 and 8.11.6).
struct HEIFItems {
    /// Pictures whose bytes are decoded pixels only; what other items hold, EXIF among it, is read with the header.
    private static let pictures: Set = ["av01", "hvc1", "hev1", "avc1"]
    /// The least that is left of a picture.
    private static let leastBytes = 16

    private let reader: NumberReader
    /// Without the headers of the boxes, and with version and flags.
    private let locations: Range<Int>
    /// The kinds of items, by number.
    let types: [Int: String]

    /// The items of the `meta` box whose content is `range` of `bytes`; `nil` when its tables are not there.
    init?(_ bytes: [UInt8], in range: Range<Int>) {
        reader = NumberReader(bytes: bytes, isBigEndian: true)
        // Version and flags stand before the boxes.
        let boxes = HEIFBox.list(reader, in: range.dropFirst(4))
        guard let locations = boxes.content(of: "iloc"), let information = boxes.content(of: "iinf") else { return nil }
        self.locations = locations
        types = Self.types(reader, information)
    }

    /// The bytes with pictures' places so that each one ends with them; `nil` when another item is not all there.
    func clipped() -> [UInt8]? {
        var bytes = reader.bytes
        let isWhole = walk { item, method, extent, sizing in
            // Method 0 is the file itself; what lies in the box is there with it.
            method != 0 || clip(extent, of: item, sizing, &bytes)
        }
        return isWhole ? bytes : nil
    }

    /// Where the data of `item` lies in the file; `nil` when it is somewhere else, in several parts, or not all there.
    func data(of item: Int) -> Range<Int>? {
        var parts: [Range<Int>] = []
        let isKnown = walk { other, method, extent, _ in
            guard other == item else { return true }
            parts.append(extent.start..<(extent.start + extent.length))
            return method == 0
        }
        guard isKnown, parts.count == 1, let part = parts.first, !part.isEmpty, part.upperBound <= reader.bytes.count
        else { return nil }
        return part
    }

    /// Calls `body` with each part of each item: the item, the method by which it is found, and where it lies. Ends when that says false;
    /// true at the end of the table, which is all there.
    private func walk(_ body: (Int, Int, Extent, Sizing) -> Bool) -> Bool {
        var cursor = NumberCursor(reader, locations)
        guard let version = cursor.number(4).map({ $0 >> 24 }), version <= 2, let sizes = cursor.number(2),
            let count = cursor.number(version < 2 ? 2 : 4)
        else { return false }
        let sizing = Sizing(
            offset: sizes >> 12, length: sizes >> 8 & 15, base: sizes >> 4 & 15, index: version == 0 ? 0 : sizes & 15)
        for _ in 0..<count {
            guard let item = cursor.number(version < 2 ? 2 : 4), let method = version == 0 ? 0 : cursor.number(2),
                cursor.number(2) != nil, let base = cursor.number(sizing.base), let extents = cursor.number(2)
            else { return false }
            for _ in 0..<extents {
                guard let extent = Extent(&cursor, sizing, base: base), body(item, method & 15, extent, sizing) else {
                    return false
                }
            }
        }
        return true
    }

    /// Bytes of the fields of a place.
    private struct Sizing {
        var offset: Int
        var length: Int
        var base: Int
        var index: Int
    }

    /// A part of an item.
    private struct Extent {
        var start: Int
        var length: Int
        /// Where the length is written.
        var lengthField: Int

        /// `nil` when the table is cut, or the place is absurd.
        init?(_ cursor: inout NumberCursor, _ sizing: Sizing, base: Int) {
            guard cursor.number(sizing.index) != nil, let offset = cursor.number(sizing.offset) else { return nil }
            lengthField = cursor.offset
            guard let length = cursor.number(sizing.length), max(base, offset, length) < 1 << 48 else { return nil }
            (start, self.length) = (base + offset, length)
        }
    }

    /// Ends `extent` with `bytes`, where it does not; `false` when it can't.
    private func clip(_ extent: Extent, of item: Int, _ sizing: Sizing, _ bytes: inout [UInt8]) -> Bool {
        guard extent.start + extent.length > bytes.count else { return true }
        let rest = bytes.count - extent.start
        guard sizing.length > 0, rest >= Self.leastBytes, let type = types[item], Self.pictures.contains(type) else {
            return false
        }
        NumberReader.put(rest, into: &bytes, at: extent.lengthField, size: sizing.length, isBigEndian: true)
        return true
    }

    private static func types(_ reader: NumberReader, _ range: Range<Int>) -> [Int: String] {
        var cursor = NumberCursor(reader, range)
        guard let version = cursor.number(4).map({ $0 >> 24 }), let count = cursor.number(version == 0 ? 2 : 4) else {
            return [:]
        }
        var types: [Int: String] = [:]
        for _ in 0..<count {
            guard let length = cursor.number(4), length > 8, cursor.offset + length - 4 <= range.upperBound else {
                break
            }
            var entry = NumberCursor(reader, (cursor.offset + 4)..<(cursor.offset + length - 4))
            if let version = entry.number(4).map({ $0 >> 24 }), version >= 2,
                let item = entry.number(version == 2 ? 2 : 4), entry.number(2) != nil
            {
                types[item] = entry.text(4)
            }
            cursor.offset += length - 4
        }
        return types
    }
}
