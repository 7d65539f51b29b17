import Foundation
import Glibc
import TestSupport
import Testing

@testable import Isolation

/// What happens to workers when their service is killed.
@Suite(.computing, .timeLimit(.minutes(10))) struct WorkerLifeTests {
    @Test("workers end with their service, whatever they are doing", arguments: ["spin", "sleep"])
    func killed(deed: String) async throws {
        let service = Process()
        service.executableURL = URL(fileURLWithPath: RepositoryFiles.root + "/.build/debug/hostile-worker")
        service.arguments = ["service", "2"]
        let input = Pipe()
        service.standardInput = input
        try service.run()
        defer { service.terminate() }
        try input.fileHandleForWriting.write(contentsOf: Data(hostilePicture(deed)))
        try input.fileHandleForWriting.close()
        try await eventually {
            let workers = Self.children(of: service.processIdentifier)
            return workers.count == 2 && workers.allSatisfy { Self.misbehaves($0, deed) }
        }
        let workers = Self.children(of: service.processIdentifier)
        kill(service.processIdentifier, SIGKILL)
        try await eventually { workers.allSatisfy { !Self.isAlive($0) } }
    }

    private static func children(of process: pid_t) -> [pid_t] {
        let folder = "/proc/\(process)/task"
        // A process that has ended has none.
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.flatMap { thread in
            let text = (try? String(contentsOfFile: "\(folder)/\(thread)/children", encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { pid_t($0) }
        }
    }

    /// Whether it has begun its task: it computes for longer than a start takes, or waits in the call that never ends.
    private static func misbehaves(_ process: pid_t, _ deed: String) -> Bool {
        guard let fields = state(of: process), fields.count > 12 else { return false }
        let hundredths = Int(fields[11]) ?? 0
        let call = (try? String(contentsOfFile: "/proc/\(process)/wchan", encoding: .utf8)) ?? ""
        return deed == "spin" ? hundredths > 100 : call.contains("nanosleep")
    }

    private static func isAlive(_ process: pid_t) -> Bool {
        guard let fields = state(of: process) else { return false }
        // A process that has ended and was not reaped is still listed by name.
        return fields[0] != "Z" && fields[0] != "X"
    }

    /// The kernel's facts about a process after its name: its state first, and its time in hundredths of a second
    /// twelfth.
    private static func state(of process: pid_t) -> [Substring]? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return nil }
        return text[text.index(after: name)...].split(separator: " ")
    }
}
