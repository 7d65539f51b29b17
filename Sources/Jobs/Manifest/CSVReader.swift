/// Cuts bytes into the records of RFC 4180: fields between commas, or what stands for them, in quotes where they hold
/// commas, quotes (doubled) or line ends. Lines end in CR LF, LF or CR; empty ones are left out.
struct CSVReader: Sendable {
    private enum State: Sendable {
        case fieldStart, plain, quoted
        /// After a quote within quotes: the end of the field, or the first of two.
        case quote
        /// After a mistake: up to the end of the line.
        case skipping
    }

    private var state = State.fieldStart
    private var fields: [[UInt8]] = []
    private var field: [UInt8] = []
    private var recordBytes = 0
    private var line = 1
    private var recordLine = 1
    private var mistake: ManifestMistake?
    /// Whether the last byte was a CR outside of quotes: the end of a line, of which an LF may be a part.
    private var isBehindCarriageReturn = false
    private let separator: UInt8

    private static let quote = UInt8(ascii: "\"")
    private static let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))

    /// `firstLine` is the number of the first line that is read.
    init(separator: UInt8 = UInt8(ascii: ","), firstLine: Int = 1) {
        self.separator = separator
        (line, recordLine) = (firstLine, firstLine)
    }

    /// The records that end within `piece`.
    mutating func read(_ piece: some Collection<UInt8>) -> [ManifestRecord] {
        var records: [ManifestRecord] = []
        for byte in piece {
            if let record = take(byte) { records.append(record) }
        }
        return records
    }

    /// The last record, if no line end follows it.
    mutating func finish() -> [ManifestRecord] {
        if state == .quoted { fail("a quoted field is never closed") }
        return endRecord().map { [$0] } ?? []
    }

    private mutating func take(_ byte: UInt8) -> ManifestRecord? {
        guard isBehindCarriageReturn else { return takeOne(byte) }
        isBehindCarriageReturn = false
        defer { line += 1 }
        let record = endRecord()
        // Neither a line end nor a record's end comes out of this one.
        if byte != Self.newline {
            line += 1
            _ = takeOne(byte)
            line -= 1
        }
        return record
    }

    private mutating func takeOne(_ byte: UInt8) -> ManifestRecord? {
        if byte == Self.carriageReturn, state != .quoted {
            isBehindCarriageReturn = true
            return nil
        }
        recordBytes += 1
        if recordBytes > ManifestParser.longestRecordBytes, state != .skipping {
            let isOpen = state == .quoted
            let hint = isOpen ? "; a closing quote may be missing" : ""
            fail("this record is longer than \(ManifestParser.longestRecordBytes) bytes\(hint)")
        }
        if byte == Self.newline {
            defer { line += 1 }
            if state != .quoted { return endRecord() }
        }
        switch state {
        case .fieldStart where byte == Self.quote: state = .quoted
        case .fieldStart, .plain: takePlain(byte)
        case .quoted: if byte == Self.quote { state = .quote } else { field.append(byte) }
        case .quote: takeAfterQuote(byte)
        case .skipping: break
        }
        return nil
    }

    private mutating func takePlain(_ byte: UInt8) {
        switch byte {
        case separator: endField()
        case Self.quote: fail("there is a quote inside an unquoted field")
        default:
            state = .plain
            field.append(byte)
        }
    }

    private mutating func takeAfterQuote(_ byte: UInt8) {
        switch byte {
        case Self.quote:
            field.append(byte)
            state = .quoted
        case separator: endField()
        default: fail("there is text after a closing quote")
        }
    }

    private mutating func fail(_ mistake: ManifestMistake) {
        if self.mistake == nil { self.mistake = mistake }
        state = .skipping
    }

    private mutating func endField() {
        fields.append(field)
        field = []
        state = .fieldStart
    }

    private mutating func endRecord() -> ManifestRecord? {
        defer {
            (fields, field, state, recordBytes, mistake) = ([], [], .fieldStart, 0, nil)
            recordLine = line + 1
        }
        if let mistake { return ManifestRecord(line: recordLine, mistake: mistake) }
        guard !(fields.isEmpty && field.isEmpty && state != .quote) else { return nil }
        return ManifestRecord(line: recordLine, fields: fields + [field])
    }
}
