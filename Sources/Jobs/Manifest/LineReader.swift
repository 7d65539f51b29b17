/// Splits bytes into lines; empty lines are skipped, and blanks at both ends are dropped.
struct LineReader: Sendable {
    private var line = 1
    private var bytes: [UInt8] = []
    private var isTooLong = false

    private static let newline = UInt8(ascii: "\n")

    /// The lines that end within `piece`.
    mutating func read(_ piece: some Collection<UInt8>) -> [ManifestRecord] {
        var records: [ManifestRecord] = []
        var rest = piece[...]
        while let end = rest.firstIndex(of: Self.newline) {
            append(rest[..<end])
            if let record = take() { records.append(record) }
            line += 1
            rest = rest[rest.index(after: end)...]
        }
        append(rest)
        return records
    }

    /// The last line, if no line end follows it.
    mutating func finish() -> [ManifestRecord] { take().map { [$0] } ?? [] }

    private mutating func append(_ piece: some Collection<UInt8>) {
        if bytes.count + piece.count > ManifestParser.longestRecordBytes { isTooLong = true }
        if !isTooLong { bytes.append(contentsOf: piece) }
    }

    private mutating func take() -> ManifestRecord? {
        defer {
            bytes.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        if isTooLong {
            return ManifestRecord(
                line: line, mistake: "this line is longer than \(ManifestParser.longestRecordBytes) bytes")
        }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return nil }
        return ManifestRecord(line: line, fields: [Array(bytes[first...last])])
    }
}
