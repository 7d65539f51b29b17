/// Finds the function that contains an address of a file.
///
/// Names come from the symbol tables. Distributions strip their libraries, so that only exported functions have names;
/// the start of the others is known from the unwinder's table, and an address is never attributed to the exported
/// function before it.
struct FunctionTable: Sendable {
    /// A function that was found.
    struct Entry: Sendable, Hashable {
        /// The linker's name; `nil` for a function known only to the unwinder.
        var symbol: String?
        /// Its address in the file.
        var start: UInt64
    }

    private struct Symbol {
        var start: UInt64
        var size: UInt64
        /// The position of its name in the file.
        var name: Int
    }

    private let file: MappedFile
    private let symbols: [Symbol]
    private let starts: [UInt64]

    init(_ elf: ELFFile) {
        file = elf.file
        symbols = elf.sections.filter { $0.type == Self.symbolTable || $0.type == Self.dynamicSymbols }
            .flatMap { Self.symbols(in: $0, of: elf) }
            .sorted { ($0.start, $0.size) < ($1.start, $1.size) }
        starts = Self.functionStarts(of: elf)
    }

    private static let symbolTable: UInt32 = 2
    private static let dynamicSymbols: UInt32 = 11

    /// The function at `address`, an address in the file.
    func function(at address: UInt64) -> Entry? {
        let after = symbols.partitioningIndex { $0.start > address }
        // Symbols overlap if a function has several names or an outlined part; a few steps back find the one that
        // contains the address.
        for index in stride(from: after - 1, through: max(after - 8, 0), by: -1) {
            let symbol = symbols[index]
            let holds =
                symbol.size == 0
                ? index == after - 1 && address - symbol.start < 4096 : address - symbol.start < symbol.size
            if holds { return Entry(symbol: file.string(at: symbol.name), start: symbol.start) }
        }
        let next = starts.partitioningIndex { $0 > address }
        return next > 0 ? Entry(symbol: nil, start: starts[next - 1]) : nil
    }

    private static func symbols(in section: ELFFile.Section, of elf: ELFFile) -> [Symbol] {
        guard section.link < elf.sections.count, section.offset >= 0, section.size >= 0 else { return [] }
        let names = elf.sections[section.link].offset
        var symbols: [Symbol] = []
        let end = min(section.offset + section.size, elf.file.count)
        for entry in stride(from: section.offset, to: end - 23, by: 24) {
            let kind = elf.file.load(UInt8.self, at: entry + 4) & 0xF
            // Functions, and functions chosen when the program starts; defined here.
            guard kind == 2 || kind == 10, elf.file.load(UInt16.self, at: entry + 6) != 0 else { continue }
            symbols.append(
                Symbol(
                    start: elf.file.load(UInt64.self, at: entry + 8), size: elf.file.load(UInt64.self, at: entry + 16),
                    name: names + Int(elf.file.load(UInt32.self, at: entry))))
        }
        return symbols
    }

    /// The sorted table of .eh_frame_hdr, if it has the form that linkers write: relative to itself, four bytes each.
    private static func functionStarts(of elf: ELFFile) -> [UInt64] {
        guard let section = elf.section(".eh_frame_hdr"), elf.file.load(UInt8.self, at: section.offset + 3) == 0x3B
        else { return [] }
        let count = min(Int(elf.file.load(UInt32.self, at: section.offset + 8)), section.size / 8)
        return (0..<count).map { index in
            let distance = elf.file.load(Int32.self, at: section.offset + 12 + index * 8)
            return section.address &+ UInt64(bitPattern: Int64(distance))
        }
    }
}

extension Array {
    /// The first index at which `isAfter` is true, in an array partitioned by it.
    func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
