/// How a list of sources is written.
package enum ManifestFormat: String, Sendable, Hashable, CaseIterable {
    /// One source a line.
    case lines
    /// RFC 4180, with a header that has a column `source`.
    case csv
    /// One JSON object with `source`, or one string, a line.
    case jsonLines = "jsonl"

    /// The format implied by a file's name; `lines` for any other.
    package init(fileName: String) {
        let name = fileName.lowercased()
        if name.hasSuffix(".csv") {
            self = .csv
        } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
            self = .jsonLines
        } else {
            self = .lines
        }
    }

    /// The format of a body of `mediaType`, lower case and without parameters; `nil` for any other.
    package init?(mediaType: String) {
        switch mediaType {
        case "text/plain", "text/uri-list": self = .lines
        case "text/csv": self = .csv
        case "application/jsonl", "application/x-ndjson", "application/json-lines", "application/x-jsonlines":
            self = .jsonLines
        default: return nil
        }
    }
}

/// A fault in a list of sources, and its location.
package struct ManifestFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// From 1: the line on which the record begins.
    package var line: Int
    package var message: String

    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }

    package var description: String { "line \(line): \(message)" }
}
