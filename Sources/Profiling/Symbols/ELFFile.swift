/// The parts of a program or library that contain symbols. Source: the ELF-64 object file format.
struct ELFFile: Sendable {
    /// A section of the file.
    struct Section: Sendable {
        var name: String
        var type: UInt32
        var flags: UInt64
        var address: UInt64
        var offset: Int
        var size: Int
        var link: Int

        var isCompressed: Bool { flags & 0x800 != 0 }
    }

    /// An executable segment as it is loaded.
    private struct Segment {
        var offset: UInt64
        var address: UInt64
        var size: UInt64
    }

    let file: MappedFile
    let sections: [Section]
    private let segments: [Segment]

    /// `nil` if `path` is not a 64-bit little-endian ELF file, or cannot be read.
    init?(path: String) {
        guard let file = MappedFile(path: path), file.load(UInt32.self, at: 0) == 0x464C_457F,
            file.load(UInt8.self, at: 4) == 2, file.load(UInt8.self, at: 5) == 1
        else { return nil }
        self.file = file
        sections = Self.sections(of: file)
        segments = Self.segments(of: file)
    }

    func section(_ name: String) -> Section? { sections.first { $0.name == name } }

    /// The linker's build id, in hexadecimal; empty if there is none.
    var buildID: String {
        guard let note = section(".note.gnu.build-id") else { return "" }
        let nameSize = Int(file.load(UInt32.self, at: note.offset))
        let size = Int(file.load(UInt32.self, at: note.offset + 4))
        let start = note.offset + 12 + (nameSize + 3) / 4 * 4
        return file.bytes(at: start, count: min(size, 64)).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// The offset added to the file's addresses when `range` was mapped.
    func bias(of range: ProcessMap.Range) -> UInt64 {
        let page: UInt64 = ~4095
        let segment = segments.first {
            $0.offset & page <= range.offset && range.offset < $0.offset + $0.size
        }
        guard let segment else { return range.start &- range.offset }
        return range.start &- ((segment.address & page) &+ (range.offset &- (segment.offset & page)))
    }

    private static func sections(of file: MappedFile) -> [Section] {
        let start = file.word(at: 0x28), size = Int(file.load(UInt16.self, at: 0x3A))
        let count = Int(file.load(UInt16.self, at: 0x3C)), names = Int(file.load(UInt16.self, at: 0x3E))
        guard start > 0, size >= 64, start + count * size <= file.count else { return [] }
        let nameOffset = file.word(at: start + names * size + 0x18)
        return (0..<count).map { index in
            let header = start + index * size
            return Section(
                name: file.string(at: nameOffset + Int(file.load(UInt32.self, at: header))),
                type: file.load(UInt32.self, at: header + 4), flags: file.load(UInt64.self, at: header + 8),
                address: file.load(UInt64.self, at: header + 0x10), offset: file.word(at: header + 0x18),
                size: file.word(at: header + 0x20), link: Int(file.load(UInt32.self, at: header + 0x28)))
        }
    }

    private static func segments(of file: MappedFile) -> [Segment] {
        let start = file.word(at: 0x20), count = Int(file.load(UInt16.self, at: 0x38))
        return (0..<count).compactMap { index in
            let header = start + index * 56
            let isLoaded = file.load(UInt32.self, at: header) == 1
            let isExecutable = file.load(UInt32.self, at: header + 4) & 1 != 0
            guard isLoaded, isExecutable else { return nil }
            return Segment(
                offset: file.load(UInt64.self, at: header + 8), address: file.load(UInt64.self, at: header + 16),
                size: file.load(UInt64.self, at: header + 32))
        }
    }
}
