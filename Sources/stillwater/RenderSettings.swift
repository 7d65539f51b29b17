import ImageModel
import ImageService
import Isolation
import Logging
import Rendering
import RequestGrammar
import Settings
import Sources

/// The settings that `render` reads: those of the service that make sense without listeners.
struct RenderSettings {
    let sources: SourceConfiguration
    let limits: RenderLimits
    let damage: DamagePolicy?
    let isolation: IsolationConfiguration
    let renderThreads: Int
    let memoryLimit: Int
    let grammar: SizeListGrammar
    let logger: Logger

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        sources = try SourceConfiguration(reading: settings)
        limits = try RenderLimits(reading: settings)
        damage = try DamagePolicy.policy(reading: settings)
        isolation = try IsolationConfiguration(reading: settings)
        renderThreads = try RenderPool.threadCount(reading: settings)
        memoryLimit = try MemoryConfiguration.limit(reading: settings)
        grammar = try SizeListGrammar(reading: settings)
        logger = try ServiceSettings.logger(reading: settings)
    }
}
