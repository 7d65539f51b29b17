import HTTPAPI
import ImageService
import Logging
import RequestGrammar
import Settings

/// All settings, by the modules that use them: what `serve` reads, and what the settings page lists.
struct ServiceSettings {
    let defaults: DefaultsSetting
    let server: ServerConfiguration
    /// Why all URLs are accepted although the settings look as if signatures were checked.
    let signatureWarning: String?
    let profiles: ProfileFiles.Configuration
    let jobs: JobSettings
    let batches: BatchConfiguration
    let freeMemoryInterval: Duration
    let debugging: LibraryDebugging
    let logger: Logger

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        defaults = try DefaultsSetting.use(in: settings)
        server = try ServerConfiguration(reading: settings)
        signatureWarning = SignatureVerifier.warning(in: settings)
        profiles = try ProfileFiles.Configuration(reading: settings)
        jobs = try JobSettings(reading: settings)
        batches = try BatchConfiguration(reading: settings, worker: BatchCommandSettings.workerName)
        if jobs.path != nil, !server.service.canStore {
            throw settings.rejection(of: "jobs", "needs output-root or output-store, where renditions are stored")
        }
        freeMemoryInterval = try MemoryReturn.interval(reading: settings)
        debugging = try LibraryDebugging(reading: settings)
        logger = try Self.logger(reading: settings)
    }

    /// The logger described by the settings.
    static func logger(reading settings: SettingsReader) throws(SettingsError) -> Logger {
        settings.group("Log")
        let level = try settings.choice(
            "log-level", default: Logger.Level.info,
            help: "Lowest level that is logged; the log goes to standard error.")
        let format = try settings.choice(
            "log-format", default: LogFormat.text,
            help: "One event per line, as text for people or as a JSON object for programs.")
        return format.logger(level: level)
    }
}
