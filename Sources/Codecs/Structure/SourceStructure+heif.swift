// AVIF and HEIC: boxes in boxes (ISO/IEC 14496-12, 4.2; ISO/IEC 23008-12). JPEG XL's files are boxes, too (ISO/IEC
// 18181-2).

extension SourceStructure {
    /// Boxes that contain boxes, and how many bytes precede those.
    private static let containers = ["meta": 4, "iprp": 0, "ipco": 0]
    private static let deepest = 4
    /// Bytes before a block of EXIF, in items and boxes: the distance to the byte order mark.
    private static let exifOffsetBytes = 4

    mutating func countBoxes(_ reader: NumberReader, in range: Range<Int>, depth: Int) {
        var offset = range.lowerBound
        while let short = reader.number(at: offset, size: 4), offset + 8 <= range.upperBound {
            let isLong = short == 1
            let header = isLong ? 16 : 8
            guard let stated = isLong ? reader.number(at: offset + 8, size: 8) : short else { return }
            let length = stated == 0 ? range.upperBound - offset : stated
            guard length >= header else { return }
            let end = length > range.upperBound - offset ? range.upperBound : offset + length
            count(reader.name(at: offset + 4), reader, (offset + header)..<max(end, offset + header), depth: depth)
            offset = end
        }
    }

    private mutating func count(_ name: String, _ reader: NumberReader, _ content: Range<Int>, depth: Int) {
        switch name {
        case "iinf":
            let isShort = reader.number(at: content.lowerBound, size: 1) == 0
            items = max(items, reader.number(at: content.lowerBound + 4, size: isShort ? 2 : 4) ?? 0)
        case "iref": countReferences(reader, content)
        case "colr": profileBytes += content.count
        // JPEG XL's.
        case "Exif":
            metadataBytes += content.count
            countEXIF(reader.bytes[content].dropFirst(Self.exifOffsetBytes), reader.steps)
        case "xml ", "brob", "jumb": metadataBytes += content.count
        default:
            guard let skipped = Self.containers[name], depth < Self.deepest, content.count >= skipped else { return }
            countBoxes(reader, in: (content.lowerBound + skipped)..<content.upperBound, depth: depth + 1)
            if name == "meta" { countItems(reader, content) }
        }
    }

    /// The items of a `meta` box, and which of them are metadata.
    private mutating func countItems(_ reader: NumberReader, _ metadata: Range<Int>) {
        guard let table = HEIFItems(reader, in: metadata) else { return }
        items = max(items, table.count)
        var room = reader.bytes.count
        guard let places = table.places(of: ["Exif", "mime"]) else {
            hasOverlaps = true
            return
        }
        for (item, parts) in places {
            let length = parts.reduce(0) { $0 + $1.count }
            metadataBytes += length
            room -= length
            guard room >= 0 else {
                hasOverlaps = true
                return
            }
            guard table.types[item] == "Exif" else { continue }
            countEXIF(parts.flatMap { reader.bytes[$0] }.dropFirst(Self.exifOffsetBytes), reader.steps)
        }
    }

    /// What a picture is composed of: its tiles.
    private mutating func countReferences(_ reader: NumberReader, _ content: Range<Int>) {
        let idBytes = reader.number(at: content.lowerBound, size: 1) == 0 ? 2 : 4
        var offset = content.lowerBound + 4
        while let length = reader.number(at: offset, size: 4), length >= 8, offset < content.upperBound {
            if reader.name(at: offset + 4) == "dimg" {
                items = max(items, reader.number(at: offset + 8 + idBytes, size: 2) ?? 0)
            }
            offset += length
        }
    }
}
