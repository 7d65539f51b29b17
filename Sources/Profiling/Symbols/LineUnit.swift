/// The lines of one compilation unit: a header with the names of files, and a program that produces rows.
/// Source: DWARF 5, section 6.2.
struct LineUnit {
    private var cursor: ByteCursor
    private let end: Int
    private let version: Int
    private let minimumStep: Int
    private let lineBase: Int
    private let lineRange: Int
    private let operandCounts: [Int]
    private let fileTable: LineFileTable
    private var fileNames: [Int: String]?

    /// The state of the program.
    private struct Row {
        var address: UInt64 = 0
        var file = 1
        var line = 1
    }

    private var row = Row()
    private var previous: Row?

    /// The unit whose version is at `offset`; `nil` for an unknown version.
    init?(at offset: Int, end: Int, in file: MappedFile, _ lineStrings: Int, _ strings: Int) {
        var cursor = ByteCursor(file: file, offset: offset)
        version = cursor.u16()
        guard (2...5).contains(version) else { return nil }
        if version >= 5 { cursor.offset += 2 }
        let headerLength = cursor.u32()
        let program = cursor.offset + headerLength
        minimumStep = cursor.u8()
        if version >= 4 { cursor.offset += 1 }
        cursor.offset += 1
        lineBase = cursor.s8()
        lineRange = max(cursor.u8(), 1)
        let base = max(cursor.u8(), 1)
        operandCounts = (1..<base).map { _ in cursor.u8() }
        fileTable = LineFileTable(
            version: version, cursor: ByteCursor(file: file, offset: cursor.offset), lineStrings: lineStrings,
            strings: strings)
        guard program <= end else { return nil }
        cursor.offset = program
        self.cursor = cursor
        self.end = end
    }

    /// Runs the program; rows for `wanted` are added to `found`.
    mutating func run(wanted: [UInt64], found: inout [UInt64: SourceLine]) {
        while cursor.offset < end {
            let code = cursor.u8()
            if code > operandCounts.count {
                let steps = code - operandCounts.count - 1
                advance(steps / lineRange)
                row.line += lineBase + steps % lineRange
                emit(wanted, &found)
            } else if code == 0 {
                runExtended(wanted, &found)
            } else {
                runStandard(code, wanted, &found)
            }
        }
    }

    private mutating func runStandard(_ code: Int, _ wanted: [UInt64], _ found: inout [UInt64: SourceLine]) {
        switch code {
        case 1: emit(wanted, &found)
        case 2: advance(cursor.unsigned())
        case 3: row.line += cursor.signed()
        case 4: row.file = cursor.unsigned()
        case 8: advance((255 - operandCounts.count - 1) / lineRange)
        case 9: row.address &+= UInt64(cursor.u16())
        default: for _ in 0..<operandCounts[code - 1] { _ = cursor.unsigned() }
        }
    }

    private mutating func runExtended(_ wanted: [UInt64], _ found: inout [UInt64: SourceLine]) {
        let length = cursor.unsigned()
        let next = cursor.offset + length
        switch cursor.u8() {
        case 1:
            emit(wanted, &found)
            row = Row()
            previous = nil
        case 2: row.address = cursor.u64()
        default: break
        }
        cursor.offset = max(next, cursor.offset)
    }

    private mutating func advance(_ steps: Int) {
        row.address &+= UInt64(truncatingIfNeeded: steps &* minimumStep)
    }

    /// The previous row applies to the addresses up to this one.
    private mutating func emit(_ wanted: [UInt64], _ found: inout [UInt64: SourceLine]) {
        defer { previous = row }
        guard let from = previous, from.address < row.address else { return }
        var index = wanted.partitioningIndex { $0 >= from.address }
        while index < wanted.count, wanted[index] < row.address {
            // Line 0 is compiler-generated code; a known line is kept.
            if from.line > 0 || found[wanted[index]] == nil {
                found[wanted[index]] = SourceLine(file: name(of: from.file), line: max(from.line, 0))
            }
            index += 1
        }
    }

    private mutating func name(of file: Int) -> String {
        let names = fileNames ?? fileTable.names()
        fileNames = names
        return names[file] ?? "?"
    }
}
