/// A file of profiles as AWS's tools write it: sections in brackets, with `name = value` below.
struct ProfileFile {
    private let sections: [String: [String: String]]

    /// Reads `text`. Lines that are neither sections nor settings are left out, as are nested settings, which are indented.
    init(parsing text: String) {
        var sections: [String: [String: String]] = [:]
        var section: String?
        for line in text.split(whereSeparator: \.isNewline) {
            guard let first = line.first, first != "#", first != ";", first != " ", first != "\t" else { continue }
            if first == "[" {
                section = line.dropFirst().prefix { $0 != "]" }.split(whereSeparator: \.isWhitespace)
                    .joined(separator: " ")
                continue
            }
            guard let section, let separator = line.firstIndex(of: "=") else { continue }
            let name = line[..<separator].split(whereSeparator: \.isWhitespace).joined()
            let value = line[line.index(after: separator)...]
            // A remark begins behind a blank.
            let remark = value.firstRange(of: " #")?.lowerBound ?? value.endIndex
            sections[section, default: [:]][name.lowercased()] = Self.trimmed(value[..<remark])
        }
        self.sections = sections
    }

    /// The settings of `profile`: `[name]` in the file of credentials, `[profile name]` in that of settings.
    func profile(_ name: String) -> [String: String] {
        (sections[name] ?? [:]).merging(sections["profile \(name)"] ?? [:]) { first, _ in first }
    }

    private static func trimmed(_ text: Substring) -> String {
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(text[...last].drop(while: \.isWhitespace))
    }
}
