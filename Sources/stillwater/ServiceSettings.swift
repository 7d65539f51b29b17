import HTTPAPI
import ImageModel
import ImageService
import Isolation
import Logging
import Rendering
import RequestGrammar
import Settings
import Sources

/// All settings, by the modules that use them: what `serve` reads, and what the settings page lists.
struct ServiceSettings {
    let listeners: ListenerSettings
    let sources: SourceConfiguration
    let outputRoot: String?
    let limits: RenderLimits
    let damage: DamagePolicy?
    let isolation: IsolationConfiguration
    let renderThreads: Int
    let httpLimits: HTTPLimits
    let grammar: SizeListGrammar
    let urls: URLAPIConfiguration
    /// Why all URLs are accepted although the settings look as if signatures were checked.
    let signatureWarning: String?
    let watermark: WatermarkConfiguration
    let memory: MemoryConfiguration
    let debug: DebugSettings
    let profiles: ProfileFiles.Configuration
    let jobs: JobSettings
    let batches: BatchConfiguration
    let logger: Logger

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        listeners = try ListenerSettings(reading: settings)
        sources = try SourceConfiguration(reading: settings)
        settings.group("Stores")
        outputRoot = try settings.optionalString(
            "output-root", valueName: "DIR", help: "Folder below which requests may store renditions.")
        limits = try RenderLimits(reading: settings)
        damage = try DamagePolicy.policy(reading: settings)
        isolation = try IsolationConfiguration(reading: settings)
        renderThreads = try RenderPool.threadCount(reading: settings)
        httpLimits = try HTTPLimits(reading: settings, maximumSourceBytes: sources.maximumBytes)
        grammar = try SizeListGrammar(reading: settings)
        urls = try URLAPIConfiguration(reading: settings)
        signatureWarning = SignatureVerifier.warning(in: settings)
        watermark = try WatermarkConfiguration(reading: settings)
        memory = try MemoryConfiguration(reading: settings)
        debug = try DebugSettings(reading: settings)
        profiles = try ProfileFiles.Configuration(reading: settings)
        jobs = try JobSettings(reading: settings)
        batches = try BatchConfiguration(reading: settings, worker: BatchSettings.workerName)
        if jobs.path != nil, outputRoot == nil {
            throw settings.rejection(of: "jobs", "needs output-root, the folder below which renditions are stored")
        }
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
