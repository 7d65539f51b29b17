import Foundation

/// A table with a header line, in the format of RFC 4180: fields between commas, quoted if they contain commas, quotes
/// (doubled) or line breaks.
package struct ManifestFile: Sendable {
    /// Names of the columns, in order.
    package let columns: [String]
    /// Each row's fields by column; absent fields are empty.
    package let rows: [ManifestRow]

    /// The table in `text`; empty lines are skipped.
    package init(parsing text: String) {
        var lines = CommaSeparatedText(text).records
        let names = lines.isEmpty ? [] : lines.removeFirst()
        columns = names
        rows = lines.filter { $0 != [""] }.map { fields in
            ManifestRow(Dictionary(zip(names, fields), uniquingKeysWith: { first, _ in first }))
        }
    }

    /// The table in the file at `path`.
    ///
    /// - Throws: Foundation's error if the file cannot be read.
    package init(contentsOf path: String) throws {
        self.init(parsing: try String(contentsOfFile: path, encoding: .utf8))
    }

    /// The rows by the values of a column; if values are equal, the first row counts.
    package func rows(by column: String) -> [String: ManifestRow] {
        Dictionary(rows.map { ($0[column], $0) }, uniquingKeysWith: { first, _ in first })
    }
}

/// One row of a table.
package struct ManifestRow: Sendable {
    private let fields: [String: String]

    init(_ fields: [String: String]) { self.fields = fields }

    /// The field of `column`, empty if there is none.
    package subscript(column: String) -> String { fields[column] ?? "" }

    /// The field of `column` as a number, `nil` if it is not one.
    package func number(_ column: String) -> Int? { Int(self[column]) }
}

/// Splits a text into records of fields, one character after another.
private struct CommaSeparatedText {
    private(set) var records: [[String]] = []
    private var record: [String] = []
    private var field = ""
    private var isQuoted = false

    init(_ text: String) {
        var characters = Array(text)[...]
        while let character = characters.popFirst() {
            if isQuoted {
                takeQuoted(character, &characters)
            } else {
                take(character)
            }
        }
        if !field.isEmpty || !record.isEmpty { endRecord() }
    }

    private mutating func takeQuoted(_ character: Character, _ rest: inout ArraySlice<Character>) {
        guard character == "\"" else { return field.append(character) }
        if rest.first == "\"" {
            field.append("\"")
            rest.removeFirst()
        } else {
            isQuoted = false
        }
    }

    private mutating func take(_ character: Character) {
        switch character {
        case "\"" where field.isEmpty: isQuoted = true
        case ",": endField()
        case "\n", "\r\n": endRecord()
        default: field.append(character)
        }
    }

    private mutating func endField() {
        record.append(field)
        field = ""
    }

    private mutating func endRecord() {
        endField()
        records.append(record)
        record = []
    }
}
