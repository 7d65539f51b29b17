import ImageService
import Logging
import RequestGrammar
import Settings

/// The settings that `render` reads: those of the service that make sense without listeners.
struct RenderSettings {
    let service: ServiceConfiguration
    let grammar: SizeListGrammar
    let logger: Logger

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        service = try ServiceConfiguration(reading: settings, for: .files)
        grammar = try SizeListGrammar(reading: settings)
        logger = try ServiceSettings.logger(reading: settings)
    }
}
