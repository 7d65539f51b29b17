/// Where the items of a HEIF file's `meta` box are (ISO/IEC 14496-12, 8.11.3 and 8.11.6).
struct HEIFItems {
    /// Pictures whose bytes are only pixels; other items, such as EXIF, are read with the header.
    private static let pictures: Set = ["av01", "hvc1", "hev1", "avc1"]
    /// The fewest bytes that are kept of a picture.
    private static let leastBytes = 16
    /// The most parts of an item that libheif reads.
    private static let mostParts = 32
    /// Further items and parts are ignored.
    private static let mostKept = 1 << 17

    private let reader: NumberReader
    /// Without the headers of the boxes, and with version and flags.
    private let locations: Range<Int>
    /// The content of the box for items inside `meta` itself.
    private let inside: Range<Int>?
    /// The kinds of items, by number.
    let types: [Int: String]

    /// The items of the `meta` box whose content is `range` of the file; `nil` if its tables are missing.
    init?(_ reader: NumberReader, in range: Range<Int>) {
        self.reader = reader
        // Version and flags precede the boxes.
        let boxes = HEIFBox.list(reader, in: range.dropFirst(4))
        guard let locations = boxes.content(of: "iloc"), let information = boxes.content(of: "iinf") else { return nil }
        self.locations = locations
        inside = boxes.content(of: "idat")
        types = Self.types(reader, information)
    }

    /// How many items the location table claims to have.
    var count: Int { head()?.count ?? 0 }

    /// The bytes, with the pictures' extents shortened to end with them; `nil` if another item is incomplete.
    func clipped() -> [UInt8]? {
        var bytes = reader.bytes
        let isWhole = walk { part, sizing in part.source != .file || clip(part, sizing, &bytes) }
        return isWhole ? bytes : nil
    }

    /// Where the data of `item` is in the file; `nil` if it is elsewhere, in several parts, or incomplete.
    func data(of item: Int) -> Range<Int>? {
        var parts: [Range<Int>] = []
        let isKnown = walk { part, _ in
            guard part.item == item else { return true }
            parts.append(part.start..<(part.start + part.length))
            return part.source == .file
        }
        guard isKnown, parts.count == 1, let part = parts.first, !part.isEmpty, part.upperBound <= reader.bytes.count
        else { return nil }
        return part
    }

    /// Where the parts of each item whose kind is one of `kinds` are in the file, if they exist and are not empty, in
    /// the table's order; `nil` if there are too many.
    func places(of kinds: Set<String>) -> [(item: Int, parts: [Range<Int>])]? {
        var places: [(item: Int, parts: [Range<Int>])] = []
        var room = Self.mostKept
        _ = walk { part, _ in
            guard let kind = types[part.item], kinds.contains(kind), let range = range(of: part) else { return true }
            room -= 1
            if places.last?.item == part.item {
                places[places.count - 1].parts.append(range)
            } else {
                places.append((part.item, [range]))
            }
            return room >= 0
        }
        return room >= 0 ? places : nil
    }

    /// `nil` for parts that are neither in the file nor in `meta`, and for empty ones.
    private func range(of part: Part) -> Range<Int>? {
        let whole: Range<Int>? =
            switch part.source {
            case .file: reader.bytes.indices
            case .inside: inside
            case .elsewhere: nil
            }
        guard let whole, part.start < whole.count, part.length > 0 else { return nil }
        let start = whole.lowerBound + part.start
        return start..<min(start + part.length, whole.upperBound)
    }

    /// Version, bytes of the fields, and the number of items; the cursor is at the first item.
    private func head() -> (version: Int, sizing: Sizing, count: Int, cursor: NumberCursor)? {
        var cursor = NumberCursor(reader, locations)
        guard let version = cursor.number(4).map({ $0 >> 24 }), version <= 2, let sizes = cursor.number(2),
            let count = cursor.number(version < 2 ? 2 : 4)
        else { return nil }
        let sizing = Sizing(
            offset: sizes >> 12, length: sizes >> 8 & 15, base: sizes >> 4 & 15, index: version == 0 ? 0 : sizes & 15)
        return (version, sizing, count, cursor)
    }

    /// Calls `body` with each part of each item. Stops when that returns false; returns true at the end of a complete
    /// table.
    private func walk(_ body: (Part, Sizing) -> Bool) -> Bool {
        guard let (version, sizing, count, start) = head() else { return false }
        var cursor = start
        for _ in 0..<count {
            guard let item = cursor.number(version < 2 ? 2 : 4), let method = version == 0 ? 0 : cursor.number(2),
                cursor.number(2) != nil, let base = cursor.number(sizing.base), let parts = cursor.number(2),
                parts <= sizing.mostParts
            else { return false }
            for _ in 0..<parts {
                guard let part = Part(&cursor, sizing, of: item, base: base, method: method), body(part, sizing) else {
                    return false
                }
            }
        }
        return true
    }

    /// Bytes of the fields of a location.
    private struct Sizing {
        var offset: Int
        var length: Int
        var base: Int
        var index: Int

        /// Locations that take no bytes are all the same: one of them is enough.
        var mostParts: Int { offset + length + index > 0 ? HEIFItems.mostParts : 1 }
    }

    /// A part of an item.
    private struct Part {
        enum Source { case file, inside, elsewhere }

        var item: Int
        /// Where `start` is counted from.
        var source: Source
        var start: Int
        var length: Int
        /// Where the length is written.
        var lengthField: Int

        /// `nil` if the table is cut off, or the location is impossible.
        init?(_ cursor: inout NumberCursor, _ sizing: Sizing, of item: Int, base: Int, method: Int) {
            guard cursor.number(sizing.index) != nil, let offset = cursor.number(sizing.offset) else { return nil }
            lengthField = cursor.offset
            guard let length = cursor.number(sizing.length), max(base, offset, length) < 1 << 48 else { return nil }
            self.item = item
            // 0 is the file itself, 1 a box next to the tables.
            source = method & 15 == 0 ? .file : method & 15 == 1 ? .inside : .elsewhere
            (start, self.length) = (base + offset, length)
        }
    }

    /// Shortens `part` to end with `bytes`, if necessary; `false` if that is impossible.
    private func clip(_ part: Part, _ sizing: Sizing, _ bytes: inout [UInt8]) -> Bool {
        guard part.start + part.length > bytes.count else { return true }
        let rest = bytes.count - part.start
        guard sizing.length > 0, rest >= Self.leastBytes, let type = types[part.item], Self.pictures.contains(type)
        else { return false }
        NumberReader.put(rest, into: &bytes, at: part.lengthField, size: sizing.length, isBigEndian: true)
        return true
    }

    private static func types(_ reader: NumberReader, _ range: Range<Int>) -> [Int: String] {
        var cursor = NumberCursor(reader, range)
        guard let version = cursor.number(4).map({ $0 >> 24 }), let count = cursor.number(version == 0 ? 2 : 4) else {
            return [:]
        }
        var types: [Int: String] = [:]
        for _ in 0..<min(count, mostKept) {
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
