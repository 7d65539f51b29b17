import Foundation
package import Settings

extension RenderPool {
    /// How many threads the settings give; the machine's cores by default.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package static func threadCount(reading settings: SettingsReader) throws(SettingsError) -> Int {
        settings.group("Images")
        let threads = try settings.optional(
            "render-threads", .int(in: 1...1024), unset: "the number of cores",
            help: "Threads that decode, resize and encode.")
        return threads ?? ProcessInfo.processInfo.activeProcessorCount
    }
}
