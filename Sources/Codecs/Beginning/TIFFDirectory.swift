/// Walks the directories of a TIFF file (TIFF 6.0, section 2; BigTIFF), which may be anywhere in it.
struct TIFFDirectory {
    /// Directories that tags point to: EXIF, GPS, interoperability.
    private static let pointers: Set = [34_665, 34_853, 40_965]
    /// Bytes of a value by its type, from 1 on: whole numbers, fractions, floating point; 13, 16, 17, 18 are of BigTIFF
    /// and later.
    private static let valueBytes = [1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8]

    private let reader: NumberReader
    /// 4, or 8 in BigTIFF.
    private let offsetBytes: Int
    private var seen: Set<Int> = []
    /// How many more entries the file has room for, besides those already seen.
    private var room: Int

    private var countBytes: Int { offsetBytes == 8 ? 8 : 2 }
    private var entryBytes: Int { offsetBytes == 8 ? 20 : 12 }

    private init(_ reader: NumberReader) {
        self.reader = reader
        offsetBytes = reader.number(at: 2, size: 2) == 43 ? 8 : 4
        room = 0
        room = reader.bytes.count / entryBytes
    }

    /// Whether the first directory of `bytes`, all of its values, and the directories that it points to are complete;
    /// with `needsAll`, also that no other page follows.
    ///
    /// Directories that are pointed to twice, or that overlap, do not count as complete: they are judged when the whole
    /// file is there.
    static func isComplete(in bytes: [UInt8], needsAll: Bool, steps: WalkSteps? = nil) -> Bool {
        let isBigEndian = bytes.first == UInt8(ascii: "M")
        var directory = TIFFDirectory(NumberReader(bytes: bytes, isBigEndian: isBigEndian, steps: steps))
        let place = directory.offsetBytes == 8 ? 8 : 4
        guard let first = directory.reader.number(at: place, size: directory.offsetBytes),
            let next = directory.next(behind: first, depth: 0)
        else { return false }
        return !needsAll || next == 0
    }

    /// Where the directory after the one at `offset` is, 0 for none; `nil` if this one is incomplete.
    private mutating func next(behind offset: Int, depth: Int) -> Int? {
        guard depth < 3, offset > 0, seen.insert(offset).inserted,
            let count = reader.number(at: offset, size: countBytes), count < 1 << 16, count <= room
        else { return nil }
        room -= count
        let entries = offset + countBytes
        for index in 0..<count {
            guard holdsEntry(at: entries + index * entryBytes, depth: depth) else { return nil }
        }
        return reader.number(at: entries + count * entryBytes, size: offsetBytes)
    }

    private mutating func holdsEntry(at offset: Int, depth: Int) -> Bool {
        guard let tag = reader.number(at: offset, size: 2), let type = reader.number(at: offset + 2, size: 2),
            let count = reader.number(at: offset + 4, size: offsetBytes),
            let value = reader.number(at: offset + 4 + offsetBytes, size: offsetBytes)
        else { return false }
        let (bytes, isTooLong) = count.multipliedReportingOverflow(
            by: Self.valueBytes.indices.contains(type - 1) ? Self.valueBytes[type - 1] : 0)
        guard !isTooLong else { return false }
        if bytes > offsetBytes, bytes > reader.bytes.count || value > reader.bytes.count - bytes { return false }
        guard Self.pointers.contains(tag) else { return true }
        return next(behind: value, depth: depth + 1) != nil
    }
}
