import Foundation
import ImageService
import Settings

/// The settings of commands that process batches in this process.
struct BatchSettings {
    let jobs: JobSettings
    let batches: BatchConfiguration
    let outputRoot: String?
    let render: RenderSettings

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        jobs = try JobSettings(reading: settings)
        batches = try BatchConfiguration(reading: settings, worker: Self.workerName)
        settings.group("Stores")
        outputRoot = try settings.optionalString(
            "output-root", valueName: "DIR", help: "Folder below which renditions are stored.")
        render = try RenderSettings(reading: settings)
    }

    /// Distinguishes this process from others on the same job file.
    static var workerName: String {
        let info = ProcessInfo.processInfo
        return "\(info.hostName)/\(info.processIdentifier)"
    }
}
