/// Declaring a setting, and finding its value in the three layers.
extension SettingsReader {
    /// Records a setting.
    ///
    /// - Throws: `invalidDeclaration` for a key that is malformed or taken.
    func declare(
        _ key: String, _ kind: SettingKind<some Any>, standard: String, alsoEnvironment: [String],
        isSecret: Bool = false, isRepeatable: Bool = false, help: String
    ) throws(SettingsError) {
        guard key.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, !key.hasPrefix("no-") else {
            throw SettingsError(
                .invalidDeclaration,
                "\(key): a key consists of lower-case words joined by dashes and must not start with `no`")
        }
        guard !descriptions.contains(where: { $0.key == key }) else {
            throw SettingsError(.invalidDeclaration, "\(key) is declared twice")
        }
        record { heading in
            SettingDescription(
                group: heading, key: key, valueName: kind.valueName, type: kind.name, range: kind.range,
                standard: standard, alsoEnvironment: alsoEnvironment, isSecret: isSecret,
                isRepeatable: isRepeatable, help: help)
        }
    }

    /// The content of the highest layer that has a value: flags as a list, a variable as a scalar, a file key as it is.
    ///
    /// - Throws: `missingValue`; `invalidValue` for a flag without its value, or with one that it does not take.
    func content(of key: String) throws(SettingsError) -> SettingsFile.Content? {
        guard let description = descriptions.last(where: { $0.key == key }) else { return nil }
        if let values = try flagValues(for: description), !values.isEmpty {
            origins[key] = .flag(description.flag)
            return .list(values)
        }
        for variable in [description.environment] + description.alsoEnvironment {
            if let text = environment[variable], !text.isEmpty {
                origins[key] = .environment(variable: variable)
                return .scalar(text)
            }
        }
        guard let file, let entry = file.entries[key] else { return defaults[key].map { .scalar($0) } }
        origins[key] = .file(name: file.name, line: entry.line)
        return entry.content
    }

    /// The error for `text`, which is not a valid `kind`; it does not repeat a secret.
    func mismatch(_ key: String, _ kind: SettingKind<some Any>, got text: String?) -> SettingsError {
        let isSecret = descriptions.contains { $0.key == key && $0.isSecret }
        let got = isSecret ? "" : "; got " + (text.map { "\"\($0.prefix(100))\"" } ?? "a list or mapping")
        return rejection(of: key, "expected \(kind.fullExpectation)\(got)")
    }

    private func flagValues(for description: SettingDescription) throws(SettingsError) -> [String]? {
        if description.valueName.isEmpty {
            return try tokens.takeSwitch(description.key).map { [$0] }
        }
        return try tokens.takeValues(of: description.key, valueName: description.valueName)
    }

    /// The value of a declared setting in the highest layer that has one.
    ///
    /// - Throws: `invalidValue`, `missingValue`.
    func found<Value>(_ key: String, _ kind: SettingKind<Value>) throws(SettingsError) -> Value? {
        let text: String?
        switch try content(of: key) {
        case nil: return nil
        case .scalar(let scalar): text = scalar
        case .list(let values): if case .flag = origins[key] { text = values.last } else { text = nil }
        case .mapping: text = nil
        }
        guard let text, let value = kind.parse(text) else { throw mismatch(key, kind, got: text) }
        return value
    }
}
