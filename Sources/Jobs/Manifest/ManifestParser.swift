/// Reads a list of sources piece by piece, using memory that does not depend on its length.
///
/// Feed it the bytes in pieces of any size, then call `finish`. Faults are counted, and the first ones are kept; items
/// are returned even if there were faults before.
package struct ManifestParser: Sendable {
    /// How many faults are kept.
    package static let keptFaults = 100
    /// The longest record, in bytes.
    package static let longestRecordBytes = 64 * 1024

    private enum Reader: Sendable {
        case lines(LineReader)
        case csv(CSVReader)
    }

    private let format: ManifestFormat
    private let rules: ManifestRules
    private var reader: Reader
    private var beginning: [UInt8]? = []
    private var utf16: UTF16Reader?
    /// The names of the columns, once the header has been read.
    private var header: [String]?
    /// Whether the rest has no meaning.
    private(set) var isStopped = false
    package private(set) var faults: [ManifestFault] = []
    package private(set) var faultCount = 0

    package init(_ format: ManifestFormat, rules: ManifestRules) {
        self.format = format
        self.rules = rules
        reader = format == .csv ? .csv(CSVReader()) : .lines(LineReader())
        if format == .lines, let name = rules.required.min() {
            stop("the name template uses {\(name)}, which a plain list of sources does not have; use CSV")
        }
    }

    /// The items that end within `bytes`, the next piece.
    package mutating func read(_ bytes: some Collection<UInt8>) -> [NewItem] {
        guard var start = beginning else { return items(in: bytes) }
        start += bytes
        guard ManifestBeginning.suffices(start, isCSV: format == .csv) else {
            beginning = start
            return []
        }
        return begin(start)
    }

    /// The items in the first bytes, which say how the rest is to be read.
    private mutating func begin(_ bytes: [UInt8]) -> [NewItem] {
        beginning = nil
        let form = ManifestBeginning(bytes)
        if let mistake = form.mistake {
            stop(mistake.message)
            return []
        }
        if case .utf16(let isBigEndian) = form.encoding { utf16 = UTF16Reader(isBigEndian: isBigEndian) }
        let text = text(of: bytes[form.markBytes...])
        guard format == .csv else { return items(inText: text) }
        let (separator, lineBytes) = ManifestBeginning.separator(of: text)
        reader = .csv(CSVReader(separator: separator, firstLine: lineBytes > 0 ? 2 : 1))
        return items(inText: text[lineBytes...])
    }

    private mutating func text(of bytes: some Collection<UInt8>) -> [UInt8] {
        guard var reader = utf16 else { return Array(bytes) }
        defer { utf16 = reader }
        return reader.read(bytes)
    }

    /// The last items.
    package mutating func finish() -> [NewItem] {
        let first = beginning.map { begin($0) } ?? []
        let last = parse { reader in
            switch reader {
            case .lines(var lines): lines.finish()
            case .csv(var csv): csv.finish()
            }
        }
        if format == .csv, header == nil, !isStopped { stop("there is no header with a column named source") }
        return first + last
    }

    private mutating func items(in bytes: some Collection<UInt8>) -> [NewItem] {
        utf16 == nil ? items(inText: bytes) : items(inText: text(of: bytes))
    }

    private mutating func items(inText bytes: some Collection<UInt8>) -> [NewItem] {
        parse { reader in
            switch reader {
            case .lines(var lines):
                defer { reader = .lines(lines) }
                return lines.read(bytes)
            case .csv(var csv):
                defer { reader = .csv(csv) }
                return csv.read(bytes)
            }
        }
    }

    private mutating func parse(_ records: (inout Reader) -> [ManifestRecord]) -> [NewItem] {
        guard !isStopped else { return [] }
        return records(&reader).compactMap { record in isStopped ? nil : item(of: record) }
    }

    private mutating func item(of record: ManifestRecord) -> NewItem? {
        let result: Result<NewItem, ManifestMistake>?
        switch record.content {
        case .failure(let mistake): result = .failure(mistake)
        case .success(let fields):
            switch format {
            case .lines: result = rules.item(source: fields[0], line: record.line, values: [:])
            case .jsonLines: result = JSONRecord.item(fields[0], line: record.line, rules)
            // Spreadsheets write lines of empty cells, too.
            case .csv where fields.allSatisfy { $0.trimmingBlanks().isEmpty }: result = nil
            case .csv: result = header.map { item(fields, $0, record.line) } ?? readHeader(fields, record.line)
            }
        }
        switch result {
        case .success(let item): return item
        case .failure(let mistake): note(mistake.message, line: record.line)
        case nil: break
        }
        return nil
    }

    private func item(
        _ fields: [String], _ header: [String], _ line: Int
    ) -> Result<NewItem, ManifestMistake> {
        let isFiller = fields.dropFirst(header.count).allSatisfy { $0.trimmingBlanks().isEmpty }
        guard fields.count >= header.count, isFiller else {
            return .failure("the number of fields is \(fields.count), but the header has \(header.count)")
        }
        let values = Dictionary(zip(header, fields)) { first, _ in first }
        return rules.item(source: values["source"]?.trimmingBlanks() ?? "", line: line, values: values)
    }

    /// Without a usable header the rest has no meaning.
    private mutating func readHeader(_ fields: [String], _ line: Int) -> Result<NewItem, ManifestMistake>? {
        var names = fields.map { $0.trimmingBlanks() }.map { $0.lowercased() == "source" ? "source" : $0 }
        while names.last == "" { names.removeLast() }
        header = names
        let missing = rules.required.subtracting(names).min()
        if !names.contains("source") {
            stop("the header has no column source; its columns are \(Self.text(of: names))", line: line)
        } else if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            stop("the header names the column \(twice.prefix(60)) twice", line: line)
        } else if let missing {
            stop("the name template uses {\(missing)}, which is not a column of the header", line: line)
        }
        return nil
    }

    /// The first names of columns, for people.
    private static func text(of names: [String]) -> String {
        names.prefix(8).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    }

    private mutating func stop(_ message: String, line: Int = 1) {
        isStopped = true
        note(message, line: line)
    }

    private mutating func note(_ message: String, line: Int) {
        faultCount += 1
        if faults.count < Self.keptFaults { faults.append(ManifestFault(line: line, message: message)) }
    }
}

/// A record of a list: its fields, or what is wrong with it.
struct ManifestRecord: Sendable {
    let line: Int
    let content: Result<[String], ManifestMistake>

    /// A record of `fields`, which must be UTF-8.
    init(line: Int, fields: [[UInt8]]) {
        self.line = line
        let texts = fields.compactMap { String(validating: $0, as: UTF8.self) }
        if texts.count < fields.count {
            content = .failure("this is not UTF-8")
        } else if texts.contains(where: { $0.utf8.contains(0) }) {
            content = .failure("there is a NUL in it; lists are UTF-8, or UTF-16 with a byte order mark")
        } else {
            content = .success(texts)
        }
    }

    init(line: Int, mistake: ManifestMistake) {
        self.line = line
        content = .failure(mistake)
    }
}

extension StringProtocol {
    /// Without spaces and tabs at both ends.
    func trimmingBlanks() -> String {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...end])
    }
}
