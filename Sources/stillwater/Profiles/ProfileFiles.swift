import Foundation
import Logging
import Profiling
import ServiceLifecycle
import Settings
import UnixSignals

/// Profiles of a service's whole life: `--memprofile FILE` and `--cpuprofile FILE`, written at its end and on SIGUSR1.
struct ProfileFiles: Service {
    /// Which files, and the scheduler's trace.
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
                help: "Samples allocations from the start, and writes a heap profile at the end and on SIGUSR1.")
            cpuFile = try settings.optionalString(
                "cpuprofile", valueName: "FILE",
                help: "Samples CPU time from the start, and writes a CPU profile at the end and on SIGUSR1.")
            traceInterval = try settings.duration(
                "schedtrace", default: .zero, in: .zero ... .seconds(3600),
                help: "Time between lines on standard error that say what threads and requests do; 0 for none.")
            tracesDetail = try settings.bool(
                "scheddetail", default: false,
                help: "With schedtrace: also a line for each thread and each request in flight.")
        }
    }

    let configuration: Configuration
    let logger: Logger

    /// Starts what is to be recorded.
    ///
    /// - Throws: `ProfilingError`.
    func start() throws(ProfilingError) {
        if configuration.heapFile != nil { try HeapProfiler.shared.start() }
        if configuration.cpuFile != nil { try CPUProfiler.shared.start() }
    }

    /// Writes the files whenever SIGUSR1 comes, until the service ends.
    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigusr1)
        for await _ in signals.cancelOnGracefulShutdown() { await write(isLast: false) }
    }

    /// Writes the files a last time.
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
