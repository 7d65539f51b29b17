import ArgumentParser
import Foundation
import Isolation

/// Where the process starts.
@main
enum Main {
    static func main() async {
        // Before anything else: a worker confines itself while it has only one thread.
        if CommandLine.arguments.dropFirst().first == "render-worker" {
            exit(RenderWorker.run(arguments: CommandLine.arguments))
        }
        await Stillwater.main()
    }
}

/// The command line: one subcommand per use.
struct Stillwater: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stillwater",
        abstract: "Makes every size of a picture from one download and one decode.",
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, RenderCommand.self, BatchCommand.self, CacheCommand.self, URLCommand.self,
            SettingsCommand.self,
            TopCommand.self,
            FlameCommand.self, LeakCommand.self, RecordCommand.self,
        ])
}
