/// Finds whatever is on the command line, in the environment or in the file without having been declared.
extension SettingsReader {
    /// Refuses flags, variables and file keys that no setting declares. Call it when all settings are declared.
    ///
    /// Variables of services in the same Kubernetes namespace pass. The environment and the file may serve several commands: what `alsoKnown`, the settings of the others, holds may
    /// stand there, but not on the command line.
    ///
    /// - Throws: `unknownSetting`, with everything unknown and the nearest known names.
    package func finish(alsoKnown: [SettingDescription] = []) throws(SettingsError) {
        let flags = descriptions.map(\.flag)
        let elsewhere = Set(alsoKnown.map(\.flag))
        let shared = descriptions + alsoKnown
        let unknown =
            unknownFlags(known: flags, elsewhere: elsewhere)
            + unknownNames(
                environment.filter { name, value in
                    name.hasPrefix(SettingDescription.environmentPrefix)
                        && !ServiceLink.isOne(name, value: value, prefix: SettingDescription.environmentPrefix)
                }.map(\.key), "variable",
                known: shared.map(\.environment))
            + unknownNames(
                (file?.entries.keys).map(Array.init) ?? [], "file key",
                known: shared.map(\.key).filter { $0 != Self.fileKey })
        guard unknown.isEmpty else { throw SettingsError(.unknownSetting, unknown.joined(separator: "; ")) }
    }

    private func unknownFlags(known: [String], elsewhere: Set<String>) -> [String] {
        tokens.unclaimedFlags.map { flag in
            if elsewhere.contains(flag) { return "\(flag) is a flag of another command" }
            return Self.unknown("flag", flag, known: known)
        }
    }

    private func unknownNames(_ names: [String], _ what: String, known: [String]) -> [String] {
        let unknown = Set(names).subtracting(known)
        return unknown.sorted().map { Self.unknown(what, $0, known: known) }
    }

    private static func unknown(_ what: String, _ name: String, known: [String]) -> String {
        let suggestion = NearestName(to: name, among: known).name.map { "; did you mean \($0)?" } ?? ""
        return "unknown \(what) \(name)\(suggestion)"
    }
}
