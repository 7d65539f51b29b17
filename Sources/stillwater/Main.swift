import ArgumentParser

/// The command line: one subcommand a use.
@main
struct Stillwater: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stillwater",
        abstract: "Makes every size of a picture from one download and one decode.",
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, RenderCommand.self, URLCommand.self, SettingsCommand.self, TopCommand.self,
            FlameCommand.self, LeakCommand.self, RecordCommand.self,
        ])
}
