import Testing

@testable import Settings

@Suite struct SettingsPageTests {
    private enum Level: String, CaseIterable, Sendable { case info, debug }

    @Test("The page has a table per group with flag, variables, range, default and help")
    func page() throws {
        let reader = try SettingsReader.recording()
        reader.group("Logging")
        _ = try reader.choice("log-level", default: Level.info, alsoEnvironment: ["LOG_LEVEL"], help: "How much | why.")
        _ = try reader.secret("token", help: "Opens the admin listener.")
        let markdown = SettingsPage(reader.descriptions).markdown
        #expect(markdown.hasPrefix("# Settings\n\nEvery setting can be given"))
        #expect(markdown.contains("\n\n## General\n\n| Flag | Environment | Value | Default | What it does |\n| --- |"))
        #expect(
            markdown.hasSuffix(
                """
                ## Logging

                | Flag | Environment | Value | Default | What it does |
                | --- | --- | --- | --- | --- |
                | `--log-level info\\|debug` | `STILLWATER_LOG_LEVEL`, `LOG_LEVEL` | choice | info | How much \\| why. |
                | `--token TEXT` | `STILLWATER_TOKEN` | text, secret | none | Opens the admin listener. |

                """))
    }
}
