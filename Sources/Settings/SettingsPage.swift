/// The page that documents all settings, in Markdown.
package struct SettingsPage {
    private let descriptions: [SettingDescription]

    package init(_ descriptions: [SettingDescription]) {
        self.descriptions = descriptions
    }

    /// A heading, how to give settings, and a table per group; ends with a line feed.
    package var markdown: String {
        ([Self.introduction] + SettingGroup.groups(of: descriptions).map(section)).joined(separator: "\n")
    }

    private static let introduction = """
        # Settings

        Every setting can be given as a flag (`--key value` or `--key=value`), as an environment variable, or as a key \
        of the YAML or JSON file named by `--config`. A flag overrides the environment, the environment overrides the \
        file, and the file overrides the default. An unknown flag, `STILLWATER_…` variable or file key is an error; \
        an empty variable counts as not set.

        - Switches: `--key`, `--no-key`, `--key=false`; `true` or `false` in variables and files.
        - Durations: `500ms`, `5s`, `2m`, `1h`; a plain number means seconds.
        - Bytes: a plain number, or one with `kB`, `MB`, `GB`, `TB` (powers of 1000) or `KiB`, `MiB`, `GiB`, `TiB` \
        (powers of 1024).
        - Lists: the flag may be repeated; a variable holds the items separated by commas; a file does \
        the same or has a list.
        - Named values: the flag `--key name=value` may be repeated; a variable holds `name=value;name=value`; a file \
        does the same or has a mapping.

        """

    private func section(_ group: SettingGroup) -> String {
        let rows = group.settings.map(row).joined(separator: "\n")
        return """
            ## \(group.heading)

            | Flag | Environment | Value | Default | What it does |
            | --- | --- | --- | --- | --- |
            \(rows)

            """
    }

    private func row(_ setting: SettingDescription) -> String {
        let usage = setting.valueName.isEmpty ? setting.flag : "\(setting.flag) \(setting.valueName)"
        let variables = ([setting.environment] + setting.alsoEnvironment).map { "`\($0)`" }.joined(separator: ", ")
        let cells = [
            "`\(usage)`", variables, value(of: setting), setting.standard.isEmpty ? "none" : setting.standard,
            setting.help,
        ]
        return "| " + cells.map(escaped).joined(separator: " | ") + " |"
    }

    private func value(of setting: SettingDescription) -> String {
        var parts = [setting.type]
        if !setting.range.isEmpty { parts.append(setting.range) }
        if setting.isSecret { parts.append("secret") }
        return parts.joined(separator: ", ")
    }

    /// A bar would end the cell, even in a code span.
    private func escaped(_ cell: String) -> String {
        cell.replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
