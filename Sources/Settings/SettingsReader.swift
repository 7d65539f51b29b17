/// Reads settings from the command line, the environment and a file, and records what was read.
///
/// A setting is declared on the line that reads it, in the module that uses it:
///
///     settings.group("Fetching")
///     connectTimeout = try settings.duration(
///         "fetch-connect-timeout", default: .seconds(5), in: .milliseconds(1) ... .seconds(600),
///         help: "Longest wait for a connection to a source.")
///
/// The key determines the flag (`--fetch-connect-timeout 5s`), the variable (`STILLWATER_FETCH_CONNECT_TIMEOUT`) and
/// the file key. A flag overrides the environment, the environment the file, and the file the default (or what
/// `replaceDefaults` puts in its place); the whole value comes from one of them. If a flag is given twice, the last one counts, unless it collects a list. An empty variable
/// counts as not set. `finish()` then refuses whatever was not declared. The same declarations, run on `recording()`,
/// produce the help text and the settings page. For use on one thread at start-up.
///
/// The three layers are read here rather than with swift-configuration, whose readers look up one key at a time: they
/// cannot list the keys that nothing read, and a getter with a default also returns it when a value does not convert.
package final class SettingsReader {
    /// The setting that names the file; it cannot be set in the file itself.
    static let fileKey = "config"

    /// What has been declared so far, in order.
    package private(set) var descriptions: [SettingDescription] = []

    var tokens: CommandLineTokens
    let environment: [String: String]
    private(set) var file: SettingsFile?
    /// By key; only of values that were set.
    var origins: [String: SettingOrigin] = [:]
    /// By key, what stands in place of defaults.
    private(set) var defaults: [String: String] = [:]
    private var ownDefaults: Set<String> = []
    private var heading = "General"

    /// A reader over the words after the command's name, the process's environment, and the file named by `--config` or
    /// `STILLWATER_CONFIG`; `file` is used if they name none. Blocks to read the file.
    ///
    /// - Throws: `missingValue`, `unreadableFile`, `invalidFile`.
    package init(
        arguments: [String], environment: [String: String], file: SettingsFile? = nil
    ) throws(SettingsError) {
        tokens = CommandLineTokens(arguments)
        self.environment = environment
        let path = try optional(
            Self.fileKey, .string(named: "FILE"),
            help: "YAML or JSON file of settings; its keys are the flags without their dashes.")
        self.file = if let path { try SettingsFile(path: path) } else { file }
    }

    /// A reader that finds nothing: every setting takes its default, and `descriptions` fills up.
    ///
    /// - Throws: nothing as long as the declaration of `config` is sound.
    package static func recording() throws(SettingsError) -> SettingsReader {
        try SettingsReader(arguments: [], environment: [:])
    }

    /// Lists the settings that are read from now on under `heading`.
    package func group(_ heading: String) {
        self.heading = heading
    }

    /// What settings that are declared from now on have where nothing sets them, by key and as it would be written, in
    /// place of their defaults.
    package func replaceDefaults(with texts: [String: String]) {
        defaults.merge(texts.filter { !ownDefaults.contains($0.key) }) { $1 }
    }

    /// Settings that keep their own defaults.
    package func keepDefaults(of keys: [String]) { ownDefaults.formUnion(keys) }

    /// The value of a setting.
    ///
    /// - Throws: `invalidValue`, `missingValue`, `invalidDeclaration`.
    package func value<Value>(
        _ key: String, _ kind: SettingKind<Value>, default standard: Value, alsoEnvironment: [String] = [],
        help: String
    ) throws(SettingsError) -> Value {
        guard kind.allows(standard) else {
            throw SettingsError(.invalidDeclaration, "\(key): the default \(kind.text(standard)) is out of range")
        }
        try declare(key, kind, standard: kind.text(standard), alsoEnvironment: alsoEnvironment, help: help)
        return try found(key, kind) ?? standard
    }

    /// The value of a setting, or `nil` if it is not set; `unset` describes what happens then, for the documentation.
    ///
    /// - Throws: `invalidValue`, `missingValue`, `invalidDeclaration`.
    package func optional<Value>(
        _ key: String, _ kind: SettingKind<Value>, unset: String = "none", alsoEnvironment: [String] = [],
        isSecret: Bool = false, help: String
    ) throws(SettingsError) -> Value? {
        try declare(key, kind, standard: unset, alsoEnvironment: alsoEnvironment, isSecret: isSecret, help: help)
        return try found(key, kind)
    }

    /// The words of the command line that no flag took, in order; complete once all settings are declared.
    package var positionals: [String] { tokens.positionals }

    /// Where the value of a declared setting comes from; `nil` for a key that was not declared.
    package func origin(of key: String) -> SettingOrigin? {
        descriptions.contains { $0.key == key } ? origins[key] ?? .standard : nil
    }

    /// The error for a value that has the right form but that its module cannot use; it names the value's origin.
    package func rejection(of key: String, _ reason: String, cause: (any Error)? = nil) -> SettingsError {
        let place = origins[key].map { "\(key) (from \($0))" } ?? key
        return SettingsError(.invalidValue, "\(place): \(reason)", cause: cause)
    }

    /// Adds a setting to those under the current heading.
    func record(_ description: (_ heading: String) -> SettingDescription) {
        descriptions.append(description(heading))
    }
}
