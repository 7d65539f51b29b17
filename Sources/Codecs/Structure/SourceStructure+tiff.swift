// TIFF 6.0 and BigTIFF: directories, each of which says where the next one is.

extension SourceStructure {
    /// Further ones are not followed; limits above this count only up to here.
    private static let mostDirectories = 1_000_000

    mutating func countTIFF(_ bytes: [UInt8], _ steps: WalkSteps) {
        let reader = NumberReader(bytes: bytes, isBigEndian: bytes.first == UInt8(ascii: "M"), steps: steps)
        let isBig = reader.number(at: 2, size: 2) == 43
        let sizes = isBig ? (count: 8, entry: 20, offset: 8) : (count: 2, entry: 12, offset: 4)
        var next = reader.number(at: isBig ? 8 : 4, size: sizes.offset)
        var seen: Set<Int> = []
        // The bytes of directories that don't overlap.
        var room = bytes.count
        while let offset = next, offset > 0, directories < Self.mostDirectories {
            guard seen.insert(offset).inserted else {
                hasDirectoryLoop = true
                return
            }
            directories += 1
            guard let count = reader.number(at: offset, size: sizes.count) else { return }
            let entries = offset + sizes.count
            let present = min(count, (bytes.count - entries) / sizes.entry)
            room -= sizes.count + present * sizes.entry + sizes.offset
            guard room >= 0 else {
                hasOverlaps = true
                return
            }
            for index in 0..<present {
                countEntry(reader, at: entries + index * sizes.entry, offsetBytes: sizes.offset)
            }
            // A truncated one has no next one.
            guard present == count else { return }
            next = reader.number(at: entries + count * sizes.entry, size: sizes.offset)
        }
    }

    private mutating func countEntry(_ reader: NumberReader, at offset: Int, offsetBytes: Int) {
        guard let tag = reader.number(at: offset, size: 2),
            let count = reader.number(at: offset + 4, size: offsetBytes), count < 1 << 40
        else { return }
        switch tag {
        // An ICC profile.
        case 34_675: profileBytes += count
        // XMP, IPTC, Photoshop's.
        case 700, 33_723, 34_377: metadataBytes += count
        default: break
        }
    }
}
