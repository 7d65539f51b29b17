/// What a GIF or WebP file says about its showing, read block by block without any library.
struct AnimationFile {
    private(set) var width = 0
    private(set) var height = 0
    /// Milliseconds.
    private(set) var delays: [Int] = []
    /// How often all frames are shown; 0 is for ever.
    private(set) var plays = 1
    private let bytes: [UInt8]

    /// `nil` for other formats and damaged files.
    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: "GIF89a".utf8) {
            guard readGIF() else { return nil }
        } else if bytes.starts(with: "RIFF".utf8) {
            guard readWebP() else { return nil }
        } else {
            return nil
        }
    }

    private func number(_ offset: Int, _ length: Int) -> Int {
        guard offset + length <= bytes.count else { return 0 }
        return (0..<length).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    /// GIF89a specification, sections 18 to 27, and the NETSCAPE2.0 extension, whose number counts repeats.
    private mutating func readGIF() -> Bool {
        (width, height) = (number(6, 2), number(8, 2))
        var position = 13 + Self.colourTableBytes(bytes[10])
        while position < bytes.count {
            switch bytes[position] {
            case 0x21:
                readExtension(position)
                position = afterBlocks(position + 2)
            case 0x2C:
                position = afterBlocks(position + 11 + Self.colourTableBytes(bytes[position + 9]))
            case 0x3B:
                return true
            default:
                return false
            }
        }
        return false
    }

    private static func colourTableBytes(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1) }

    private mutating func readExtension(_ position: Int) {
        if bytes[position + 1] == 0xF9 {
            delays.append(10 * number(position + 4, 2))
        } else if bytes[(position + 3)...].starts(with: "NETSCAPE2.0".utf8) {
            let repeats = number(position + 16, 2)
            plays = repeats == 0 ? 0 : repeats + 1
        }
    }

    private func afterBlocks(_ start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] > 0 { position += 1 + Int(bytes[position]) }
        return position + 1
    }

    /// WebP container specification: chunks VP8X (canvas), ANIM (loop count), ANMF (frames).
    private mutating func readWebP() -> Bool {
        var position = 12
        while position + 8 <= bytes.count {
            let (body, length) = (position + 8, number(position + 4, 4))
            switch String(decoding: bytes[position..<(position + 4)], as: UTF8.self) {
            case "VP8X": (width, height) = (number(body + 4, 3) + 1, number(body + 7, 3) + 1)
            case "ANIM": plays = number(body + 4, 2)
            case "ANMF": delays.append(number(body + 12, 3))
            default: break
            }
            position = body + length + length % 2
        }
        return position == bytes.count && !delays.isEmpty
    }
}
