package import ImageModel

/// Files that end too early by their own tables, which libvips does not always notice.
package enum CutFile {
    /// Whether a file of `format` ends before the `pages` of it do, counted from 0. For GIF files, only the frames of
    /// an animation are checked, for TIFF files the strips and tiles; other formats are not checked. Walks the file's
    /// tables.
    package static func isCut(_ bytes: [UInt8], _ format: ImageFormat, pages: Range<Int>) -> Bool {
        switch format {
        case .gif: pages.count > 1 && isCutGIF(bytes)
        case .tiff: pages.contains { isCutTIFF(bytes, page: $0) }
        case .jpeg, .png, .webp, .avif, .heic, .jxl, .svg, .bmp, .ico: false
        }
    }

    // MARK: - GIF

    /// Whether the file ends within a block (GIF89a, sections 15 to 27). A file that ends after one may be whole.
    private static func isCutGIF(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 13 else { return true }
        var place = 13 + tableBytes(bytes[10])
        while place < bytes.count {
            let blocks: Int
            switch bytes[place] {
            case 0x21: blocks = place + 2
            case 0x2C where place + 9 < bytes.count: blocks = place + 11 + tableBytes(bytes[place + 9])
            case 0x2C: return true
            default: return false
            }
            guard let next = behindBlocks(bytes, from: blocks) else { return true }
            place = next
        }
        return place > bytes.count
    }

    /// Whether a whole block of the first frame of a GIF file is there: without one, libvips shows an empty picture.
    static func hasFirstBlock(ofGIF bytes: [UInt8]) -> Bool {
        guard bytes.count > 13 else { return false }
        var place = 13 + tableBytes(bytes[10])
        while place < bytes.count, bytes[place] == 0x21 {
            guard let next = behindBlocks(bytes, from: place + 2) else { return false }
            place = next
        }
        guard place + 9 < bytes.count, bytes[place] == 0x2C else { return false }
        let block = place + 11 + tableBytes(bytes[place + 9])
        return block < bytes.count && block + Int(bytes[block]) < bytes.count
    }

    /// Bytes of the colour table that a descriptor's flags announce.
    private static func tableBytes(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }

    /// The offset after a sequence of blocks and the empty one at its end; `nil` if a block is truncated.
    private static func behindBlocks(_ bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        while place < bytes.count, bytes[place] > 0 {
            place += 1 + Int(bytes[place])
            guard place <= bytes.count else { return nil }
        }
        return start < bytes.count ? min(place + 1, bytes.count) : nil
    }

    // MARK: - TIFF

    private enum Tag {
        static let (stripOffsets, stripBytes, tileOffsets, tileBytes) = (273, 279, 324, 325)
    }

    /// Whether a strip or tile of the page ends past the file's end; false if there is no such page.
    private static func isCutTIFF(_ bytes: [UInt8], page: Int) -> Bool {
        let reader = NumberReader(bytes: bytes, isBigEndian: bytes.first == UInt8(ascii: "M"))
        let isBig = reader.number(at: 2, size: 2) == 43
        let sizes = isBig ? (count: 8, entry: 20, offset: 8) : (count: 2, entry: 12, offset: 4)
        var next = reader.number(at: isBig ? 8 : 4, size: sizes.offset)
        for number in 0...page {
            guard let offset = next, offset > 0, let count = reader.number(at: offset, size: sizes.count),
                count < 1 << 16
            else { return false }
            let entries = offset + sizes.count
            if number == page {
                let places = (0..<count).map { entries + $0 * sizes.entry }
                return ends(reader, places, offsetBytes: sizes.offset).contains { $0 > bytes.count }
            }
            next = reader.number(at: entries + count * sizes.entry, size: sizes.offset)
        }
        return false
    }

    /// Where the strips and tiles of a directory with entries at `places` end.
    private static func ends(_ reader: NumberReader, _ places: [Int], offsetBytes: Int) -> [Int] {
        func list(_ tag: Int) -> [Int] {
            guard let place = places.first(where: { reader.number(at: $0, size: 2) == tag }) else { return [] }
            return numbers(reader, at: place, offsetBytes: offsetBytes)
        }
        let pairs = [(Tag.stripOffsets, Tag.stripBytes), (Tag.tileOffsets, Tag.tileBytes)]
        return pairs.flatMap { offsets, counts in
            zip(list(offsets), list(counts)).map { $0.addingReportingOverflow($1) }.map { $1 ? .max : $0 }
        }
    }

    /// The integers of the entry at `place`, as far as they exist.
    private static func numbers(_ reader: NumberReader, at place: Int, offsetBytes: Int) -> [Int] {
        let sizes = [3: 2, 4: 4, 16: 8]
        guard let size = reader.number(at: place + 2, size: 2).flatMap({ sizes[$0] }),
            let count = reader.number(at: place + 4, size: offsetBytes)
        else { return [] }
        let content = place + 4 + offsetBytes
        let isInside = count <= offsetBytes / size
        guard let start = isInside ? content : reader.number(at: content, size: offsetBytes),
            start <= reader.bytes.count
        else { return [] }
        let present = min(count, (reader.bytes.count - start) / size)
        return (0..<present).compactMap { reader.number(at: start + $0 * size, size: size) }
    }
}
