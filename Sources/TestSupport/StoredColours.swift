/// At which resolution a file stores its colours, read from its own tables.
package enum StoredColours: Sendable, Hashable {
    /// 4:4:4.
    case full
    /// 4:2:0.
    case halved
    case others

    /// Of a JPEG file: the sampling factors of its first component, which the others have once (T.81, B.2.2). Of an AVIF file: the
    /// flags of `av1C` (AV1 codec ISO media file format binding, 2.3.3). `nil` for files without either, and for grey ones.
    package init?(of file: [UInt8]) {
        if file.starts(with: [0xFF, 0xD8]) {
            let frame = file.indices.dropLast(12).first { file[$0] == 0xFF && (0xC0...0xC2).contains(file[$0 + 1]) }
            guard let frame, file[frame + 9] == 3 else { return nil }
            self = Self.named(file[frame + 11], full: 0x11, halved: 0x22)
        } else {
            let name = Array("av1C".utf8)
            let box = file.indices.dropLast(8).first { file[$0..<($0 + 4)].elementsEqual(name) }
            guard let box, file[box + 6] & 0x10 == 0 else { return nil }
            self = Self.named(file[box + 6] & 0x0C, full: 0, halved: 0x0C)
        }
    }

    private static func named(_ value: UInt8, full: UInt8, halved: UInt8) -> StoredColours {
        value == full ? .full : value == halved ? .halved : .others
    }
}
