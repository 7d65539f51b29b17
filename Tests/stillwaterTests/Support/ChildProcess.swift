import Foundation
import NIOConcurrencyHelpers
import TestSupport

/// The built `stillwater`, run with a test's arguments; killed if the test ends first.
final class ChildProcess: Sendable {
    /// How a run ended, and everything that it wrote.
    struct Ending: Sendable {
        /// The exit code; `nil` if a signal killed it.
        let code: Int32?
        let output: String
        let errors: String
    }

    /// What one of the pipes has delivered so far.
    private final class Output: Sendable {
        private struct State {
            var bytes = Data()
            var waiting: [(text: String, signal: Signal)] = []
        }

        let pipe = Pipe()
        let end = Signal()
        private let state = NIOLockedValueBox(State())

        var text: String { state.withLockedValue { String(decoding: $0.bytes, as: UTF8.self) } }

        /// Reads on a dedicated thread until the pipe ends.
        func start() {
            Thread { [self] in
                while true {
                    let data = pipe.fileHandleForReading.availableData
                    guard !data.isEmpty else { break }
                    state.withLockedValue { $0.bytes += data }
                    wake { [text] in text.contains($0) }
                }
                wake { _ in true }
                end.fire()
            }.start()
        }

        func wait(for text: String) async {
            let signal = Signal()
            let isThere = state.withLockedValue { state in
                let isThere = String(decoding: state.bytes, as: UTF8.self).contains(text)
                if !isThere { state.waiting.append((text, signal)) }
                return isThere
            }
            if !isThere, !end.hasFired { await signal.wait() }
        }

        private func wake(where isReached: (String) -> Bool) {
            let reached = state.withLockedValue { state in
                let reached = state.waiting.filter { isReached($0.text) }
                state.waiting.removeAll { isReached($0.text) }
                return reached
            }
            for waiter in reached { waiter.signal.fire() }
        }
    }

    private let process = Process()
    private let output = Output()
    private let errors = Output()
    private let ended = Signal()

    /// The executable next to the test bundle.
    private static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "stillwater")

    /// What the tests' sanitizer needs in processes that they start, too.
    private static let inherited = ProcessInfo.processInfo.environment.filter { name, _ in
        ["ASAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD"].contains(name)
    }

    /// Starts `stillwater` with these arguments, and nothing in the environment except `environment` and the path.
    ///
    /// - Throws: Foundation's error if it cannot be started.
    init(_ arguments: [String], environment: [String: String] = [:], directory: String? = nil) throws {
        process.executableURL = Self.executable
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
            .merging(Self.inherited) { own, _ in own }
        if let directory { process.currentDirectoryURL = URL(filePath: directory) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output.pipe
        process.standardError = errors.pipe
        process.terminationHandler = { [ended] _ in ended.fire() }
        try process.run()
        output.start()
        errors.start()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Returns when standard output contains `text`, or has ended.
    func waitForOutput(_ text: String) async { await output.wait(for: text) }

    /// Returns when standard error contains `text`, or has ended.
    func waitForErrors(_ text: String) async { await errors.wait(for: text) }

    /// The content of standard error so far.
    var errorText: String { errors.text }

    /// A number of bytes in the system's status of the process, such as `VmHWM`.
    ///
    /// - Throws: Foundation's error if the process has ended.
    func memory(_ name: String) throws -> Int { try Self.memory(name, of: process.processIdentifier) }

    /// The processes that it has started.
    var children: [pid_t] {
        let path = "/proc/\(process.processIdentifier)/task"
        // What has ended has no threads any more, and no children.
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return threads.flatMap { thread in
            let list = (try? String(contentsOfFile: "\(path)/\(thread)/children", encoding: .utf8)) ?? ""
            return list.split(separator: " ").compactMap { pid_t($0) }
        }
    }

    /// Resident bytes of the process and its children, without what the latter have of files.
    var familyBytes: Int {
        // What has ended meanwhile holds nothing.
        let own = (try? memory("VmRSS")) ?? 0
        return children.reduce(own) { $0 + ((try? Self.memory("RssAnon", of: $1)) ?? 0) }
    }

    private static func memory(_ name: String, of pid: pid_t) throws -> Int {
        let path = "/proc/\(pid)/status"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let line = lines.first { $0.hasPrefix("\(name):") } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }

    /// Sends a signal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// How the run ends.
    func ending() async -> Ending {
        await ended.wait()
        await output.end.wait()
        await errors.end.wait()
        let code = process.terminationReason == .exit ? process.terminationStatus : nil
        return Ending(code: code, output: output.text, errors: errors.text)
    }

    /// Runs `stillwater` to its end.
    ///
    /// - Throws: Foundation's error if it cannot be started.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], directory: String? = nil
    ) async throws -> Ending {
        let child = try ChildProcess(arguments, environment: environment, directory: directory)
        return await child.ending()
    }
}
