/// One method for each kind of value. All throw `invalidValue`, `missingValue` and `invalidDeclaration`.
extension SettingsReader {
    /// A switch: `--key`, `--no-key`, `--key=false`.
    package func bool(
        _ key: String, default standard: Bool, alsoEnvironment: [String] = [], help: String
    ) throws(SettingsError) -> Bool {
        try value(key, .bool, default: standard, alsoEnvironment: alsoEnvironment, help: help)
    }

    /// A whole number in `range`.
    package func int(
        _ key: String, default standard: Int, in range: ClosedRange<Int>, alsoEnvironment: [String] = [], help: String
    ) throws(SettingsError) -> Int {
        try value(key, .int(in: range), default: standard, alsoEnvironment: alsoEnvironment, help: help)
    }

    /// A number in `range`, with or without a fraction.
    package func number(
        _ key: String, default standard: Double, in range: ClosedRange<Double>, alsoEnvironment: [String] = [],
        help: String
    ) throws(SettingsError) -> Double {
        try value(key, .number(in: range), default: standard, alsoEnvironment: alsoEnvironment, help: help)
    }

    /// A number of bytes in `range`: `65536`, `64MiB`, `1.5GB`.
    package func bytes(
        _ key: String, default standard: Int, in range: ClosedRange<Int>, alsoEnvironment: [String] = [], help: String
    ) throws(SettingsError) -> Int {
        try value(key, .bytes(in: range), default: standard, alsoEnvironment: alsoEnvironment, help: help)
    }

    /// A length of time in `range`: `500ms`, `5s`, `2m`, `1h`; a plain number means seconds.
    package func duration(
        _ key: String, default standard: Duration, in range: ClosedRange<Duration>, alsoEnvironment: [String] = [],
        help: String
    ) throws(SettingsError) -> Duration {
        try value(key, .duration(in: range), default: standard, alsoEnvironment: alsoEnvironment, help: help)
    }

    /// Any text; `valueName` (`DIR`, `URL`) is its placeholder in usage lines.
    package func string(
        _ key: String, default standard: String, valueName: String = "TEXT", alsoEnvironment: [String] = [],
        help: String
    ) throws(SettingsError) -> String {
        try value(key, .string(named: valueName), default: standard, alsoEnvironment: alsoEnvironment, help: help)
    }

    /// Any text, or `nil` if it is not set; `unset` describes what happens then, for the documentation.
    package func optionalString(
        _ key: String, valueName: String = "TEXT", unset: String = "none", alsoEnvironment: [String] = [],
        help: String
    ) throws(SettingsError) -> String? {
        try optional(key, .string(named: valueName), unset: unset, alsoEnvironment: alsoEnvironment, help: help)
    }

    /// A text that is never printed, or `nil` if it is not set. Other users of a machine can see flags in the process
    /// list, so a variable or the file is the better place.
    package func secret(
        _ key: String, unset: String = "none", alsoEnvironment: [String] = [], help: String
    ) throws(SettingsError) -> Secret? {
        try optional(
            key, .string, unset: unset, alsoEnvironment: alsoEnvironment, isSecret: true, help: help
        ).map { Secret($0) }
    }

    /// One of an enumeration's raw values.
    package func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
        _ key: String, default standard: Value, alsoEnvironment: [String] = [], help: String
    ) throws(SettingsError) -> Value {
        try value(key, .choice, default: standard, alsoEnvironment: alsoEnvironment, help: help)
    }

    /// A host and a port to listen on.
    package func address(
        _ key: String, default standard: BindAddress, alsoEnvironment: [String] = [], help: String
    ) throws(SettingsError) -> BindAddress {
        try value(key, .address, default: standard, alsoEnvironment: alsoEnvironment, help: help)
    }
}

extension SettingsReader {
    /// Several texts: the flag may be repeated, one text each; a variable holds them with commas between; a file either
    /// so or as a list. Spaces around commas and empty parts are dropped. `separator` stands in place of the comma where
    /// texts may hold commas; secret ones are not repeated in errors.
    package func list(
        _ key: String, valueName: String = "TEXT", default standard: [String] = [], alsoEnvironment: [String] = [],
        separator: String = ",", isSecret: Bool = false, help: String
    ) throws(SettingsError) -> [String] {
        let kind = SettingKind<String>(
            name: "list", valueName: valueName, expectation: "a list of texts", parse: { $0 }, text: { $0 })
        try declare(
            key, kind, standard: standard.joined(separator: ","), alsoEnvironment: alsoEnvironment,
            isSecret: isSecret, isRepeatable: true, help: help)
        switch try content(of: key) {
        case nil: return standard
        case .list(let texts): return texts
        case .scalar(let text): return Self.parts(of: text, separator: separator)
        case .mapping: throw mismatch(key, kind, got: nil)
        }
    }

    /// Texts by name: the flag `--key name=value` may be repeated; a variable holds `name=value;name=value`; a file
    /// does the same or has a mapping, whose lists are joined with commas. The value starts after the first `=`.
    package func dictionary(
        _ key: String, valueName: String = "NAME=TEXT", alsoEnvironment: [String] = [], help: String
    ) throws(SettingsError) -> [String: String] {
        let kind = SettingKind<String>(
            name: "named values", valueName: valueName, expectation: "\(valueName), each name once",
            parse: { $0 }, text: { $0 })
        try declare(
            key, kind, standard: "none", alsoEnvironment: alsoEnvironment, isRepeatable: true, help: help)
        switch try content(of: key) {
        case nil: return [:]
        case .list(let texts): return try named(pairs(texts, key, kind), key, kind)
        case .scalar(let text): return try named(pairs(Self.parts(of: text, separator: ";"), key, kind), key, kind)
        case .mapping(let pairs): return try named(pairs, key, kind)
        }
    }

    private func pairs(
        _ texts: [String], _ key: String, _ kind: SettingKind<String>
    ) throws(SettingsError) -> [SettingsFile.Pair] {
        var pairs: [SettingsFile.Pair] = []
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1).map(Self.trimmed)
            guard parts.count == 2 else { throw mismatch(key, kind, got: text) }
            pairs.append(SettingsFile.Pair(name: parts[0], value: parts[1]))
        }
        return pairs
    }

    private func named(
        _ pairs: [SettingsFile.Pair], _ key: String, _ kind: SettingKind<String>
    ) throws(SettingsError) -> [String: String] {
        var values: [String: String] = [:]
        for pair in pairs {
            let isNew = values.updateValue(pair.value, forKey: pair.name) == nil
            guard isNew, !pair.name.isEmpty, !pair.value.isEmpty else {
                throw mismatch(key, kind, got: "\(pair.name)=\(pair.value)")
            }
        }
        return values
    }

    private static func parts(of text: String, separator: String) -> [String] {
        text.split(separator: separator).map(trimmed).filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> String {
        let spaces: Set<Character> = [" ", "\t", "\n"]
        guard let first = text.firstIndex(where: { !spaces.contains($0) }),
            let last = text.lastIndex(where: { !spaces.contains($0) })
        else { return "" }
        return String(text[first...last])
    }
}
