import ArgumentParser
import Profiling

/// `stillwater top`: the functions that a profile's values go to.
struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Prints the table of a profile: the functions that memory or time goes to.",
        usage: "stillwater top FILE|URL [--sort flat|cum] [-n 20] [--type TYPE] [--diff BASE]")

    @Argument(help: "A profile: a file, or a URL such as http://127.0.0.1:6060/debug/pprof/heap.")
    var profile: String

    @Option(help: "What the table is ordered by: flat, what a function took itself, or cum, with all that it called.")
    var sort = Sort.flat

    @Option(name: .short, help: "Lines of the table.")
    var n = 20

    @Option(help: "A profile that is subtracted: a file or a URL.")
    var diff: String?

    @OptionGroup var source: ProfileSource

    enum Sort: String, ExpressibleByArgument, CaseIterable {
        case flat, cum
    }

    func validate() throws {
        guard n > 0 else { throw ValidationError("-n must be more than 0.") }
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
