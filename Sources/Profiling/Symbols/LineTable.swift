/// A location in the source.
struct SourceLine: Sendable, Hashable {
    var file: String
    var line: Int
}

/// The source locations of addresses, from the .debug_line section (DWARF 4 and 5).
///
/// The section is read through once, and only requested rows are kept: for a program with some hundred thousand
/// functions that takes about ten milliseconds.
struct LineTable {
    private let elf: ELFFile
    private let section: ELFFile.Section
    private let lineStrings: Int
    private let strings: Int

    /// `nil` if the file has no line information, or only compressed ones.
    init?(_ elf: ELFFile) {
        guard let section = elf.section(".debug_line"), !section.isCompressed, section.type != 8 else { return nil }
        self.elf = elf
        self.section = section
        lineStrings = elf.section(".debug_line_str")?.offset ?? 0
        strings = elf.section(".debug_str")?.offset ?? 0
    }

    /// The location of each of `addresses`, which are addresses in the file, in order.
    func lines(of addresses: [UInt64]) -> [UInt64: SourceLine] {
        var found: [UInt64: SourceLine] = [:]
        var offset = section.offset
        let end = min(section.offset + section.size, elf.file.count)
        while offset + 16 < end {
            let length = Int(elf.file.load(UInt32.self, at: offset))
            // The 64-bit form, which no compiler writes below 4 GiB.
            guard length > 0, length < 0xFFFF_FFF0 else { break }
            let next = offset + 4 + length
            if var unit = LineUnit(at: offset + 4, end: min(next, end), in: elf.file, lineStrings, strings) {
                unit.run(wanted: addresses, found: &found)
            }
            offset = next
        }
        return found
    }
}
