import Foundation
package import Settings

extension RenderPool {
    /// The number of threads in the settings; by default that of the machine's cores.
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
