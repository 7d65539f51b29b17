package import ImageService
package import RequestGrammar
package import Settings
import Sources

/// Everything that the two listeners and the service behind them are built from.
package struct ServerConfiguration: Sendable {
    package let listeners: ListenerSettings
    package var service: ServiceConfiguration
    package let limits: HTTPLimits
    package let grammar: SizeListGrammar
    package let urls: URLAPIConfiguration
    package let access: Access
    package let debug: DebugSettings

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        listeners = try ListenerSettings(reading: settings)
        service = try ServiceConfiguration(reading: settings, for: .requests)
        limits = try HTTPLimits(reading: settings, maximumSourceBytes: service.sources.maximumBytes)
        grammar = try SizeListGrammar(reading: settings)
        urls = try URLAPIConfiguration(reading: settings, querySeparator: service.sourceQuerySeparator)
        access = try Access(reading: settings)
        debug = try DebugSettings(reading: settings)
    }
}
