import Foundation
import Logging
import Profiling
import ServiceLifecycle
import Settings
import UnixSignals

/// Profiles of a service's whole lifetime: `--memprofile FILE` and `--cpuprofile FILE`, written at its end and on
/// SIGUSR1.
struct ProfileFiles: Service {
    /// The files to write, and the scheduler trace.
    struct Configuration: Sendable {
        var heapFile: String?
        var cpuFile: String?
        var traceInterval = Duration.zero
        var tracesDetail = false

        /// - Throws: `SettingsError`, naming the setting.
        init(reading settings: SettingsReader) throws(SettingsError) {
            settings.group("Profiling")
            heapFile = try settings.optionalString(
                "memprofile", valueName: "FILE",
                help: "Sample allocations from the start, and write a heap profile at the end and on SIGUSR1.")
            cpuFile = try settings.optionalString(
                "cpuprofile", valueName: "FILE",
                help: "Sample CPU time from the start, and write a CPU profile at the end and on SIGUSR1.")
            traceInterval = try settings.duration(
                "schedtrace", default: .zero, in: .zero ... .seconds(3600),
                help: "Interval between lines on standard error about what threads and requests are doing; 0 for none.")
            tracesDetail = try settings.bool(
                "scheddetail", default: false,
                help: "With schedtrace: also print a line for each thread and each request in flight.")
        }
    }

    let configuration: Configuration
    let logger: Logger

    /// Starts the configured recordings.
    ///
    /// - Throws: `ProfilingError`.
    func start() throws(ProfilingError) {
        if configuration.heapFile != nil { try HeapProfiler.shared.start() }
        if configuration.cpuFile != nil { try CPUProfiler.shared.start() }
    }

    /// Writes the files whenever SIGUSR1 arrives, until the service ends.
    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigusr1)
        for await _ in signals.cancelOnGracefulShutdown() { await write(isLast: false) }
    }

    /// Writes the files one last time.
    func finish() async { await write(isLast: true) }

    private func write(isLast: Bool) async {
        if let file = configuration.heapFile {
            await write(file) { () async throws(ProfilingError) in
                defer { if isLast { HeapProfiler.shared.stop() } }
                return try await HeapProfiler.shared.profile()
            }
        }
        if let file = configuration.cpuFile {
            await write(file) { () async throws(ProfilingError) in
                isLast ? try await CPUProfiler.shared.stop() : try await CPUProfiler.shared.profileSoFar()
            }
        }
    }

    private func write(_ file: String, _ take: () async throws(ProfilingError) -> Profile) async {
        do {
            try Data(try await take().encoded()).write(to: URL(filePath: file), options: .atomic)
            logger.info("profile written", metadata: ["file": "\(file)"])
        } catch {
            logger.error("profile not written", metadata: ["file": "\(file)", "error.cause": "\(error)"])
        }
    }
}
