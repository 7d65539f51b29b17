import ArgumentParser
import Settings

/// `stillwater settings`: prints the content of docs/SETTINGS.md.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Prints all settings as a Markdown page.")

    @Flag(help: "Print the page about switching from imgproxy (docs/IMGPROXY.md) instead.")
    var imgproxy = false

    func run() throws {
        print(imgproxy ? try ImgproxyPage.page() : try Self.page(), terminator: "")
    }

    static func page() throws(SettingsError) -> String {
        let recorder = try SettingsReader.recording()
        _ = try ServiceSettings(reading: recorder)
        return SettingsPage(recorder.descriptions).markdown
    }
}
