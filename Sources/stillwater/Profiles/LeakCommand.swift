import ArgumentParser
import Foundation
import Profiling

/// `stillwater leak`: samples a running service several times, and reports what grows.
struct LeakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leak", abstract: "Takes heap profiles of a running service and reports what grows steadily.",
        usage: "stillwater leak [URL] [--every 60s] [--count 5]",
        discussion: "The exit code is 3 if something grows. Allocations are sampled for as long as this runs.")

    @Argument(help: "The admin listener, such as http://127.0.0.1:6060; or files with heap profiles, in order of time.")
    var sources: [String] = ["http://127.0.0.1:6060"]

    @Option(help: "Time between profiles: 500ms, 60s, 5m.")
    var every = CommandDuration(.seconds(60))

    @Option(help: "Number of profiles to take.")
    var count = 5

    @Option(help: "The admin token; better set in STILLWATER_ADMIN_TOKEN.")
    var token: String?

    @Option(help: "Bytes between samples, a power of two: fewer bytes reveal smaller leaks but cost more.")
    var period = 1 << 16

    /// For scripts: something grows.
    static let somethingGrows = ExitCode(3)

    func validate() throws {
        guard count >= LeakReport.leastProfiles else {
            throw ValidationError("--count must be at least \(LeakReport.leastProfiles).")
        }
    }

    func run() async throws {
        let profiles = sources.count > 1 ? try await files() : try await watched(sources[0])
        let report: LeakReport
        do throws(ProfilingError) {
            report = try LeakReport(profiles)
        } catch {
            throw ValidationError(error.message)
        }
        print(report.text, terminator: "")
        if !report.growths.isEmpty { throw Self.somethingGrows }
    }

    private func files() async throws -> [Profile] {
        var profiles: [Profile] = []
        for file in sources { profiles.append(try await ProfileSource.parse([]).profile(file)) }
        return profiles
    }

    private func watched(_ url: String) async throws -> [Profile] {
        let service = RecordingClient(url: url, token: token)
        let id = try await service.start("{\"kind\": \"heap\", \"rate\": \(period)}")
        do {
            var profiles: [Profile] = []
            for number in 1...count {
                // The first profile is taken a while after the start, when one-time allocations have been made.
                try await Task.sleep(for: every.duration)
                profiles.append(try await service.profile("heap"))
                FileHandle.standardError.write(Data("profile \(number) of \(count)\n".utf8))
            }
            _ = try await service.stop(id)
            return profiles
        } catch {
            // The first failure is the one to report.
            _ = try? await service.stop(id)
            throw error
        }
    }
}
