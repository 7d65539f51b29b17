/// Texts and the orientation of EXIF's first directory, read from the raw block (TIFF 6.0 inside "Exif\0\0").
///
/// libvips gives such texts with a description behind them and without letters beyond ASCII, from which the text can't
/// be told again.
struct ExifTexts {
    /// The tags that are read, by number.
    enum Tag: UInt16, CaseIterable {
        case imageDescription = 0x010E
        case artist = 0x013B
        case copyright = 0x8298

        /// The name as EXIF has it.
        var name: String {
            switch self {
            case .imageDescription: "ImageDescription"
            case .artist: "Artist"
            case .copyright: "Copyright"
            }
        }
    }

    /// Nobody's name is longer; a JPEG segment holds 64 KiB of EXIF in all.
    private static let maximumBytes = 2000

    /// What a block begins with in formats that do not name it otherwise.
    static let marker = Array("Exif\0\0".utf8)
    private static let orientationTag = 0x0112

    private let bytes: ArraySlice<UInt8>
    private let isLittleEndian: Bool
    private(set) var texts: [Tag: String] = [:]
    /// As it is written: 1…8 where it means something.
    private(set) var orientation = 1

    /// No texts, upright.
    init() { self.init(block: []) }

    /// What is said in `block`; nothing when it is damaged.
    init(block: ArraySlice<UInt8>) {
        bytes = block.starts(with: Self.marker) ? block.dropFirst(Self.marker.count) : block
        isLittleEndian = bytes.starts(with: [0x49, 0x49])
        guard isLittleEndian || bytes.starts(with: [0x4D, 0x4D]), let directory = number(at: 4, bytes: 4) else {
            return
        }
        let count = number(at: directory, bytes: 2) ?? 0
        for index in 0..<count {
            read(entryAt: directory + 2 + index * 12)
        }
    }

    /// Whether there is an artist or a copyright.
    var namesAuthor: Bool { texts[.artist] != nil || texts[.copyright] != nil }

    /// One entry: tag, type (2 is ASCII), count, and the text itself or where it is.
    private mutating func read(entryAt offset: Int) {
        guard let number = number(at: offset, bytes: 2) else { return }
        if number == Self.orientationTag { readOrientation(at: offset) }
        guard let tag = Tag(rawValue: UInt16(number)),
            self.number(at: offset + 2, bytes: 2) == 2,
            let count = self.number(at: offset + 4, bytes: 4),
            let start = count <= 4 ? offset + 8 : self.number(at: offset + 8, bytes: 4),
            start + min(count, Self.maximumBytes) <= bytes.count
        else { return }
        let first = bytes.startIndex + start
        // Copyright holds two texts, of photographer and editor, with a zero between.
        let parts = bytes[first..<first + min(count, Self.maximumBytes)].split(separator: 0)
        let text = parts.map { Self.trimmed(String(decoding: $0, as: UTF8.self)) }.filter { !$0.isEmpty }
            .joined(separator: "; ")
        if !text.isEmpty { texts[tag] = text }
    }

    /// One number of two or of four bytes.
    private mutating func readOrientation(at offset: Int) {
        switch number(at: offset + 2, bytes: 2) {
        case 3: orientation = number(at: offset + 8, bytes: 2) ?? 1
        case 4: orientation = number(at: offset + 8, bytes: 4) ?? 1
        default: break
        }
    }

    private static func trimmed(_ text: String) -> String {
        let kept = text.drop(while: \.isWhitespace)
        let end = kept.lastIndex { !$0.isWhitespace }.map { kept.index(after: $0) } ?? kept.startIndex
        return String(kept[..<end])
    }

    private func number(at offset: Int, bytes count: Int) -> Int? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        let start = bytes.startIndex + offset
        return (0..<count).reduce(0) { $0 << 8 | Int(bytes[start + (isLittleEndian ? count - 1 - $1 : $1)]) }
    }
}
