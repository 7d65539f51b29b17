/// Texts and the orientation of EXIF's first directory, read from the raw block (TIFF 6.0 inside "Exif\0\0").
///
/// libvips returns such texts with a description added and without non-ASCII letters, from which the text can't be
/// restored.
struct ExifTexts {
    /// The tags that are read, by number.
    enum Tag: UInt16, CaseIterable {
        case imageDescription = 0x010E
        case artist = 0x013B
        case copyright = 0x8298

        /// The name in EXIF.
        var name: String {
            switch self {
            case .imageDescription: "ImageDescription"
            case .artist: "Artist"
            case .copyright: "Copyright"
            }
        }
    }

    /// No name is longer; a JPEG segment has at most 64 KiB of EXIF.
    private static let maximumBytes = 2000

    private static let orientationTag = 0x0112
    private static let ascii = 2

    private(set) var texts: [Tag: String] = [:]
    /// As written; 1…8 if it is valid.
    private(set) var orientation = 1

    /// No texts, upright.
    init() {}

    /// The content of `block`; empty if it is damaged. If several entries have the same tag, the last one counts.
    init(block: ArraySlice<UInt8>, steps: WalkSteps? = nil) {
        guard let reader = ExifReader(block: block, steps: steps) else { return }
        var found: [Tag: ArraySlice<UInt8>] = [:]
        for entry in reader.entries(at: reader.first) {
            guard let number = reader.number(at: entry, bytes: 2) else { continue }
            if number == Self.orientationTag { readOrientation(reader, at: entry) }
            guard let tag = Tag(rawValue: UInt16(number)), let value = Self.value(reader, at: entry) else { continue }
            found[tag] = value
        }
        texts = found.mapValues(Self.text).filter { !$0.value.isEmpty }
    }

    /// A block of EXIF with these texts and nothing else, little-endian.
    static func block(of texts: [Tag: String]) -> [UInt8] {
        func number(_ value: Int, bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var (entries, values) = ([UInt8](), [UInt8]())
        let start = 8 + 2 + 12 * texts.count + 4
        for (tag, text) in texts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let value = Array(text.utf8.prefix(maximumBytes)) + [0]
            entries += number(Int(tag.rawValue), bytes: 2) + number(ascii, bytes: 2) + number(value.count, bytes: 4)
            if value.count > 4 {
                entries += number(start + values.count, bytes: 4)
                values += value + (value.count % 2 == 0 ? [] : [0])
            } else {
                entries += value + [UInt8](repeating: 0, count: 4 - value.count)
            }
        }
        return Array("Exif\0\0II*\0".utf8) + number(8, bytes: 4) + number(texts.count, bytes: 2) + entries
            + number(0, bytes: 4) + values
    }

    /// Whether there is an artist or a copyright.
    var namesAuthor: Bool { texts[.artist] != nil || texts[.copyright] != nil }

    /// The bytes of an entry's text, in the entry itself or where it points; `nil` if it has none.
    private static func value(_ reader: ExifReader, at entry: Int) -> ArraySlice<UInt8>? {
        guard reader.number(at: entry + 2, bytes: 2) == ascii, let count = reader.number(at: entry + 4, bytes: 4),
            let start = count <= 4 ? entry + 8 : reader.number(at: entry + 8, bytes: 4)
        else { return nil }
        return reader.slice(at: start, count: min(count, maximumBytes))
    }

    /// Copyright contains two texts, the photographer's and the editor's, separated by a zero.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.split(separator: 0).map { trimmed(String(decoding: $0, as: UTF8.self)) }.filter { !$0.isEmpty }
            .joined(separator: "; ")
    }

    /// One number of two or of four bytes.
    private mutating func readOrientation(_ reader: ExifReader, at entry: Int) {
        switch reader.number(at: entry + 2, bytes: 2) {
        case 3: orientation = reader.number(at: entry + 8, bytes: 2) ?? 1
        case 4: orientation = reader.number(at: entry + 8, bytes: 4) ?? 1
        default: break
        }
    }

    private static func trimmed(_ text: String) -> String {
        let kept = text.drop(while: \.isWhitespace)
        let end = kept.lastIndex { !$0.isWhitespace }.map { kept.index(after: $0) } ?? kept.startIndex
        return String(kept[..<end])
    }
}
