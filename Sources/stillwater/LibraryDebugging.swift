import Codecs
import Settings

/// What libvips reports of itself on standard error, for those who look for its faults.
struct LibraryDebugging: Sendable {
    private let reportsLeaks: Bool
    private let tracesOperations: Bool

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Profiling")
        reportsLeaks = try settings.bool(
            "vips-leak-check", default: false,
            help: "At the end, libvips writes to standard error what was not released.")
        tracesOperations = try settings.bool(
            "vips-trace", default: false, help: "libvips writes each of its operations to standard error.")
    }

    /// To be called before libvips is used.
    func begin() { VipsLibrary.report(leaks: reportsLeaks, operations: tracesOperations) }

    /// To be called when libvips is used no more.
    func end() { if reportsLeaks { VipsLibrary.shutDown() } }
}
