/// The words of a command line, and which of them a setting has claimed.
///
/// Flags become known only as settings are declared, so words are claimed one setting at a time, and whatever is left
/// is judged at the end. One rule keeps the outcome independent of the order of declarations:
///
/// - up to a bare `--`, a word that starts with `--` is a flag, never a value; after it, every word is positional;
/// - a flag that takes a value takes it from `--flag=value`, or else takes the next word, whatever it is, as long as it
///   does not start with `--`. Write `--flag=--value` for a value that does;
/// - a switch (`--flag`, `--no-flag`, `--flag=false`) never takes the next word.
///
/// So at most one flag can claim a word. In `--root a b --verbose`, `a` belongs to `--root` and `b` is positional; in
/// `--verbose b`, `b` is positional because `verbose` is a switch.
struct CommandLineTokens {
    private struct Occurrence {
        let index: Int
        /// The text after `=`.
        let inlineValue: String?
    }

    private let words: [String]
    /// Where the positional part after `--` starts.
    private let end: Int
    /// By flag, with its dashes.
    private let occurrences: [String: [Occurrence]]
    private var isClaimed: [Bool]

    init(_ arguments: [String]) {
        words = arguments
        end = arguments.firstIndex(of: "--") ?? arguments.count
        isClaimed = Array(repeating: false, count: arguments.count)
        var occurrences: [String: [Occurrence]] = [:]
        for (index, word) in arguments[..<end].enumerated() where word.hasPrefix("--") {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let occurrence = Occurrence(index: index, inlineValue: parts.count > 1 ? String(parts[1]) : nil)
            occurrences[String(parts[0]), default: []].append(occurrence)
        }
        self.occurrences = occurrences
    }

    /// Claims every `--key value` and returns the values in order.
    ///
    /// - Throws: `missingValue` when no value follows.
    mutating func takeValues(of key: String, valueName: String) throws(SettingsError) -> [String] {
        var values: [String] = []
        for occurrence in occurrences["--\(key)"] ?? [] {
            isClaimed[occurrence.index] = true
            if let value = occurrence.inlineValue {
                values.append(value)
                continue
            }
            let next = occurrence.index + 1
            guard next < end, !words[next].hasPrefix("--") else {
                throw SettingsError(.missingValue, "--\(key) needs a value: --\(key) \(valueName)")
            }
            isClaimed[next] = true
            values.append(words[next])
        }
        return values
    }

    /// Claims every `--key`, `--key=value` and `--no-key` and returns the last one's value as text.
    ///
    /// - Throws: `invalidValue` for `--no-key=value`.
    mutating func takeSwitch(_ key: String) throws(SettingsError) -> String? {
        var last: (index: Int, value: String)?
        for occurrence in occurrences["--\(key)"] ?? [] {
            isClaimed[occurrence.index] = true
            last = (occurrence.index, occurrence.inlineValue ?? "true")
        }
        for occurrence in occurrences["--no-\(key)"] ?? [] {
            guard occurrence.inlineValue == nil else {
                throw SettingsError(.invalidValue, "--no-\(key) takes no value")
            }
            isClaimed[occurrence.index] = true
            if occurrence.index > last?.index ?? -1 { last = (occurrence.index, "false") }
        }
        return last?.value
    }

    /// The words that no flag claimed and that are not flags themselves, in order; a lone `-` is one of them.
    var positionals: [String] {
        let unclaimed = words[..<end].indices.filter { !isClaimed[$0] && !Self.looksLikeFlag(words[$0]) }
        return unclaimed.map { words[$0] } + words[end...].dropFirst()
    }

    /// Flags that no setting claimed, without their values.
    var unclaimedFlags: [String] {
        words[..<end].indices.filter { !isClaimed[$0] && Self.looksLikeFlag(words[$0]) }
            .map { String(words[$0].prefix { $0 != "=" }) }
    }

    private static func looksLikeFlag(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" }
}
