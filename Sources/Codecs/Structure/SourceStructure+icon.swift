import ImageModel

// ICO: a directory of bitmaps and whole PNG files, of which one is handed to a library.

extension SourceStructure {
    private static let entryBytes = 16

    /// Counts what all PNG files in an icon contain together.
    mutating func countIcon(_ reader: NumberReader) {
        let entries = NumberReader(bytes: reader.bytes, isBigEndian: false, steps: reader.steps)
        var seen: Set<Range<Int>> = []
        var room = reader.bytes.count
        for index in 0..<(entries.number(at: 4, size: 2) ?? 0) {
            let entry = 6 + Self.entryBytes * index
            guard let length = entries.number(at: entry + 8, size: 4),
                let start = entries.number(at: entry + 12, size: 4)
            else { return }
            guard start < reader.bytes.count else { continue }
            let range = start..<min(start + length, reader.bytes.count)
            guard ImageFormat(signatureOf: reader.bytes[range].prefix(8)) == .png, seen.insert(range).inserted else {
                continue
            }
            room -= range.count
            guard room >= 0 else {
                hasOverlaps = true
                return
            }
            countPNG(reader, in: range)
        }
    }
}
