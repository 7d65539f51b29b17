import HTTPAPI
import ImageService
import Logging
import RequestGrammar
import Settings

/// Everything that can be set, by the modules that use it: what `serve` reads, and what the settings' page lists.
struct ServiceSettings {
    let server: ServerConfiguration
    /// Why all URLs are let in although the settings look as if they were checked.
    let signatureWarning: String?
    let profiles: ProfileFiles.Configuration
    let jobs: JobSettings
    let batches: BatchConfiguration
    let logger: Logger

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        server = try ServerConfiguration(reading: settings)
        signatureWarning = SignatureVerifier.warning(in: settings)
        profiles = try ProfileFiles.Configuration(reading: settings)
        jobs = try JobSettings(reading: settings)
        batches = try BatchConfiguration(reading: settings, worker: BatchSettings.workerName)
        if jobs.path != nil, server.service.outputRoot == nil {
            throw settings.rejection(of: "jobs", "needs output-root, below which renditions are stored")
        }
        logger = try Self.logger(reading: settings)
    }

    /// The logger that the settings describe.
    static func logger(reading settings: SettingsReader) throws(SettingsError) -> Logger {
        settings.group("Log")
        let level = try settings.choice(
            "log-level", default: Logger.Level.info, help: "The least level that is written to standard error.")
        let format = try settings.choice(
            "log-format", default: LogFormat.text, help: "A line for people or an object for programs, an event each.")
        return format.logger(level: level)
    }
}
