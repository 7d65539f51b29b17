import ArgumentParser
import Profiling

/// `stillwater top`: the functions in which a profile's values arise.
struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Prints a profile as a table: the functions that use memory or time.",
        usage: "stillwater top FILE|URL [--sort flat|cum] [-n 20] [--type TYPE] [--diff BASE]")

    @Argument(help: "A profile: a file, or a URL such as http://127.0.0.1:6060/debug/pprof/heap.")
    var profile: String

    @Option(help: "Sort order of the table: flat, what a function used itself, or cum, including everything it called.")
    var sort = Sort.flat

    @Option(name: .short, help: "Number of lines in the table.")
    var n = 20

    @Option(help: "A profile to subtract: a file or a URL.")
    var diff: String?

    @OptionGroup var source: ProfileSource

    enum Sort: String, ExpressibleByArgument, CaseIterable {
        case flat, cum
    }

    func validate() throws {
        guard n > 0 else { throw ValidationError("-n must be greater than 0.") }
    }

    func run() async throws { print(try await text(), terminator: "") }

    /// The table.
    ///
    /// - Throws: `ValidationError`.
    func text() async throws -> String {
        let profile = try await source.profile(profile)
        var base: Profile?
        if let diff { base = try await source.profile(diff) }
        do throws(ProfilingError) {
            return try TopReport(
                profile, type: source.type, order: sort == .flat ? .flat : .cumulative, count: n, base: base
            ).text
        } catch {
            throw ValidationError(error.message)
        }
    }
}
