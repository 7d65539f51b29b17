import ArgumentParser
import Foundation
import Profiling

/// `stillwater record`: saves a recording of a running service to a file.
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Records a profile of a running service into a file.",
        usage: "stillwater record heap|cpu --for 60s -o FILE [--url URL] [--rate N] [--token TOKEN]")

    @Argument(help: "heap: what is allocated; cpu: where time is spent.")
    var kind: Kind

    @Option(name: .customLong("for"), help: "How long to record: 500ms, 60s, 5m.")
    var duration: CommandDuration

    @Option(name: [.short, .customLong("output")], help: "The file to write, for `stillwater top` or `go tool pprof`.")
    var output: String

    @Option(help: "The admin listener.")
    var url = "http://127.0.0.1:6060"

    @Option(help: "Heap: bytes between samples, a power of two. CPU: samples per second.")
    var rate: Int?

    @Option(help: "The admin token; better set in STILLWATER_ADMIN_TOKEN.")
    var token: String?

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case heap, cpu
    }

    func run() async throws {
        let service = RecordingClient(url: url, token: token)
        let rate = rate.map { ", \"rate\": \($0)" } ?? ""
        let id = try await service.start("{\"kind\": \"\(kind.rawValue)\"\(rate)}")
        do {
            try await Task.sleep(for: duration.duration)
        } catch {
            // Interrupted: what the service has recorded so far is no longer wanted.
            _ = try? await service.stop(id)
            throw error
        }
        let recording = try await service.stop(id)
        for notice in recording.notices { FileHandle.standardError.write(Data("\(notice)\n".utf8)) }
        guard let last = recording.files.last else { throw ValidationError("The recording has no file.") }
        try Data(try await service.file(last.name, of: id)).write(to: URL(filePath: output))
        print("\(output): \(last.bytes) bytes")
    }
}
