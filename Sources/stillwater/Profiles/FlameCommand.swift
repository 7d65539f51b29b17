import ArgumentParser
import Foundation
import Profiling

/// `stillwater flame`: draws a profile as a flame graph.
struct FlameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flame", abstract: "Writes a profile as a flame graph, an SVG file with search and zoom.",
        usage: "stillwater flame FILE|URL -o FILE.svg [--type TYPE] [--diff BASE]")

    @Argument(help: "A profile: a file, or a URL such as http://127.0.0.1:6060/debug/pprof/profile?seconds=10.")
    var profile: String

    @Option(name: [.short, .customLong("output")], help: "The file to write.")
    var output: String

    @Option(help: "A profile to compare with: what has grown since is red, what has shrunk is blue.")
    var diff: String?

    @Option(help: "The label whose values are at the root; empty for none.")
    var root = "stage"

    @OptionGroup var source: ProfileSource

    func run() async throws {
        let profile = try await source.profile(profile)
        var base: Profile?
        if let diff { base = try await source.profile(diff) }
        let graph: FlameGraph
        do throws(ProfilingError) {
            graph = try FlameGraph(profile, type: source.type, base: base, rootLabel: root.isEmpty ? nil : root)
        } catch {
            throw ValidationError(error.message)
        }
        try Data(graph.svg.utf8).write(to: URL(filePath: output))
    }
}
