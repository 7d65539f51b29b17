/// Everything a person needs to know about one setting; recorded when the setting is read.
package struct SettingDescription: Sendable, Hashable {
    /// The heading under which the setting is listed.
    package let group: String
    /// `fetch-connect-timeout`: the flag without its dashes, and the file key.
    package let key: String
    /// The placeholder for the value in a usage line: `DURATION`; empty for a switch.
    package let valueName: String
    /// `duration`, `integer`, …
    package let type: String
    /// What limits the value beyond its type: `from 1ms to 10m`; empty if nothing does.
    package let range: String
    /// The default value, as it would be written.
    package let standard: String
    /// Variables of other products that are accepted as well, with lower precedence than our own.
    package let alsoEnvironment: [String]
    /// Whether the value must not be shown.
    package let isSecret: Bool
    /// Whether the flag may be repeated.
    package let isRepeatable: Bool
    /// One or two sentences on what the setting does.
    package let help: String

    /// `--fetch-connect-timeout`
    package var flag: String { "--\(key)" }

    /// `STILLWATER_FETCH_CONNECT_TIMEOUT`
    package var environment: String { Self.environment(for: key) }

    static let environmentPrefix = "STILLWATER_"

    static func environment(for key: String) -> String {
        environmentPrefix + key.uppercased().replacing("-", with: "_")
    }
}
