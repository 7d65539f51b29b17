import Logging
import Profiling
import ServiceLifecycle
import Settings

/// Returns freed memory to the system again and again, in addition to what the allocator does by itself.
struct MemoryReturn: Service {
    let interval: Duration
    let logger: Logger

    /// The interval; 0 where the allocator alone does it.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    static func interval(reading settings: SettingsReader) throws(SettingsError) -> Duration {
        settings.group("Memory")
        return try settings.duration(
            "free-memory-interval", default: .zero, in: .zero ... .seconds(86_400),
            help: "How often all freed memory is returned to the system at once; 0 leaves it to the allocator, which "
                + "returns it within about a second.")
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var (interval, logger) = (interval, logger)
            while !Task.isCancelled {
                // Ends early only with the service.
                try? await Task.sleep(for: interval)
                do {
                    try ProcessMemory.purge()
                } catch {
                    // Said once.
                    logger.warning("freed memory stays", metadata: ["error.cause": "\(error)"])
                    (interval, logger.logLevel) = (.seconds(86_400), .critical)
                }
            }
        }
    }
}
