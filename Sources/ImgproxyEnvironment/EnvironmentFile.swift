import Foundation
package import Settings

/// Variables that an imgproxy installation keeps in a file, `NAME=value` on each line.
///
/// Values may be in quotes. In `"…"`, `\"`, `\\`, `\$` and `\n` stand for a quote, a backslash, a dollar sign and a line feed;
/// there and without quotes, `$NAME` and `${NAME}` are replaced by the value of a variable, by nothing if there is none.
/// `'…'` is taken as it is. Lines that begin with `#` are comments.
package struct EnvironmentFile: Sendable, Hashable {
    static let variable = ImgproxyVariable.prefix + "ENV_LOCAL_FILE_PATH"

    package private(set) var variables: [String: String] = [:]

    /// Reads `text`; values may refer to `environment` and to what stands above. Errors call the file `name`.
    ///
    /// - Throws: `invalidFile`, with the line. Values are not repeated.
    package init(_ text: String, name: String, environment: [String: String] = [:]) throws(SettingsError) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            guard let pair = Self.pair(of: line) else { continue }
            let known = environment.merging(variables) { $1 }
            guard let variable = pair.name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/),
                let value = EnvironmentValue(pair.value, known)?.text
            else {
                throw SettingsError(
                    .invalidFile, "\(name), line \(index + 1): expected NAME=value, with quotes that are closed")
            }
            variables[String(variable.output)] = value
        }
    }

    /// `environment` with the variables of the file that it names, which go before its own. Blocks to read the file.
    ///
    /// - Throws: `unreadableFile`, `invalidFile`.
    package static func loaded(into environment: [String: String]) throws(SettingsError) -> [String: String] {
        guard let path = environment[variable], !path.isEmpty else { return environment }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SettingsError(.unreadableFile, "\(variable): cannot read the file \(path)", cause: error)
        }
        let file = try EnvironmentFile(text, name: path, environment: environment)
        return environment.merging(file.variables) { $1 }
    }

    /// `nil` for a line that says nothing; a name of a line without `=` is none.
    private static func pair(of line: Substring) -> (name: Substring, value: Substring)? {
        var rest = line.drop { $0 == " " || $0 == "\t" }
        guard let first = rest.first, first != "#" else { return nil }
        if rest.hasPrefix("export ") { rest = rest.dropFirst(7).drop { $0 == " " } }
        guard let end = rest.firstIndex(of: "=") else { return ("", "") }
        let name = rest[..<end].reversed().drop { $0 == " " }.reversed()
        return (Substring(String(name)), rest[rest.index(after: end)...].drop { $0 == " " || $0 == "\t" })
    }
}

/// The value behind a variable's name in such a file.
private struct EnvironmentValue {
    let text: String

    /// `nil` where a quote is not closed, or something stands behind it.
    init?(_ source: Substring, _ known: [String: String]) {
        var rest = source
        switch rest.first {
        case "'":
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: "'"), Self.saysNothing(rest[rest.index(after: end)...]) else {
                return nil
            }
            text = String(rest[..<end])
        case "\"":
            rest = rest.dropFirst()
            guard let quoted = Self.quoted(&rest, known), Self.saysNothing(rest) else { return nil }
            text = quoted
        default:
            let value = rest.firstRange(of: " #").map { rest[..<$0.lowerBound] } ?? rest
            var trimmed = value
            while let last = trimmed.last, last == " " || last == "\t" || last == "\r" { trimmed.removeLast() }
            text = Self.expanded(&trimmed, known)
        }
    }

    private static func saysNothing(_ rest: Substring) -> Bool {
        let rest = rest.drop { $0.isWhitespace }
        return rest.first.map { $0 == "#" } ?? true
    }

    /// What stands in front of the closing quote; `rest` is what stands behind it.
    private static func quoted(_ rest: inout Substring, _ known: [String: String]) -> String? {
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return text
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                let plain: [Character: String] = ["n": "\n", "\"": "\"", "\\": "\\", "$": "$"]
                text += plain[escaped] ?? "\\\(escaped)"
            case "$": text += reference(&rest, known)
            default: text.append(character)
            }
        }
        return nil
    }

    private static func expanded(_ rest: inout Substring, _ known: [String: String]) -> String {
        var text = ""
        while let character = rest.popFirst() {
            if character == "$" { text += reference(&rest, known) } else { text.append(character) }
        }
        return text
    }

    /// The value of the variable that `rest` begins with; a dollar sign if that is not a name, as in `${1}`.
    private static func reference(_ rest: inout Substring, _ known: [String: String]) -> String {
        guard let match = rest.prefixMatch(of: /([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\}/) else {
            return "$"
        }
        rest = rest[match.range.upperBound...]
        return (match.output.1 ?? match.output.2).flatMap { known[String($0)] } ?? ""
    }
}
