import ArgumentParser
import Settings

/// `stillwater settings`: the page that docs/SETTINGS.md holds.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Prints every setting as a page in Markdown.")

    func run() throws {
        print(try Self.page(), terminator: "")
    }

    static func page() throws(SettingsError) -> String {
        let recorder = try SettingsReader.recording()
        _ = try ServiceSettings(reading: recorder)
        return SettingsPage(recorder.descriptions).markdown
    }
}
