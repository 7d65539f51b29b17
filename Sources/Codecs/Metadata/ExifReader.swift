/// Reads a block of EXIF, which is a small TIFF file (CIPA DC-008: Exif 2.32, 4.5; TIFF 6.0, section 2).
struct ExifReader {
    /// What a block begins with in formats that do not name it otherwise.
    static let marker = Array("Exif\0\0".utf8)
    /// Bytes of an entry: tag, type, count, and the value or where it is.
    private static let entryBytes = 12

    private let bytes: ArraySlice<UInt8>
    private let isLittleEndian: Bool
    private let steps: WalkSteps
    /// Where the first directory is.
    private(set) var first = 0

    /// `nil` if it does not begin with a byte order. Without `steps`, the walk has its own.
    init?(block: ArraySlice<UInt8>, steps: WalkSteps? = nil) {
        bytes = block.starts(with: Self.marker) ? block.dropFirst(Self.marker.count) : block
        isLittleEndian = bytes.starts(with: [0x49, 0x49])
        guard isLittleEndian || bytes.starts(with: [0x4D, 0x4D]) else { return nil }
        self.steps = steps ?? WalkSteps(over: block.count)
        guard let place = number(at: 4, bytes: 4) else { return nil }
        first = place
    }

    var count: Int { bytes.count }

    /// The number of `count` bytes, 1…4, at `offset` from the byte order mark; `nil` past the end.
    func number(at offset: Int, bytes count: Int) -> Int? {
        guard steps.take(), offset >= 0, offset <= bytes.count - count else { return nil }
        let start = bytes.startIndex + offset
        return (0..<count).reduce(0) { $0 << 8 | Int(bytes[start + (isLittleEndian ? count - 1 - $1 : $1)]) }
    }

    /// `count` bytes at `offset`; `nil` if some are missing.
    func slice(at offset: Int, count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
        let start = bytes.startIndex + offset
        return bytes[start..<(start + count)]
    }

    /// Where the entries of the directory at `offset` are, of which there may be fewer than it says.
    func entries(at offset: Int) -> StrideTo<Int> {
        let start = offset + 2
        guard let stated = number(at: offset, bytes: 2) else { return stride(from: 0, to: 0, by: Self.entryBytes) }
        let present = min(stated, (bytes.count - start) / Self.entryBytes)
        return stride(from: start, to: start + present * Self.entryBytes, by: Self.entryBytes)
    }
}

extension ExifReader {
    /// Tags whose values are the places of directories: EXIF, GPS, interoperability.
    private static let pointers: Set = [0x8769, 0x8825, 0xA005]
    /// Broken writers point to a directory twice, which hardly costs a library anything. But it follows all pointers
    /// again from each directory that it reaches: 13 pointers of a directory to itself, a block of 170 bytes, cost
    /// libexif 0.6.24 a second.
    private static let mostRepeats = 2
    /// The most entries per directory that the block has room for: a damaged offset may make any bytes look like a
    /// directory.
    private static let mostShown = 4

    /// Whether directories repeatedly point to earlier ones, or overlap.
    var leadsBack: Bool {
        var waiting = [first]
        var seen: Set<Int> = []
        var repeats = 0
        var room = Self.mostShown * count / Self.entryBytes
        // After the first directory's entries is the offset of the next one; further ones are never read.
        if let entries = number(at: first, bytes: 2),
            let next = number(at: first + 2 + entries * Self.entryBytes, bytes: 4), next > 0
        {
            waiting.append(next)
        }
        while let offset = waiting.popLast() {
            guard seen.insert(offset).inserted else {
                repeats += 1
                guard repeats <= Self.mostRepeats else { return true }
                continue
            }
            for entry in entries(at: offset) {
                room -= 1
                guard room >= 0 else { return true }
                guard let tag = number(at: entry, bytes: 2), Self.pointers.contains(tag),
                    let target = number(at: entry + 8, bytes: 4), target < count
                else { continue }
                waiting.append(target)
            }
        }
        return false
    }
}
