import ArgumentParser
import Settings

/// `stillwater settings`: the page that docs/SETTINGS.md holds.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Prints every setting as a page in Markdown.")

    @Flag(help: "The page about switching from imgproxy instead, as docs/IMGPROXY.md holds it.")
    var imgproxy = false

    func run() throws {
        print(imgproxy ? ImgproxyPage.markdown : try Self.page(), terminator: "")
    }

    static func page() throws(SettingsError) -> String {
        let recorder = try SettingsReader.recording()
        _ = try ServiceSettings(reading: recorder)
        return SettingsPage(recorder.descriptions).markdown
    }
}
