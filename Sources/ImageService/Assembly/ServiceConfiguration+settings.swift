import ImageModel
import Isolation
import Rendering
package import Settings
import Sources

extension ServiceConfiguration {
    /// For whom a service works; determines which settings have a meaning.
    package enum Use: Sendable {
        /// Clients that wait for their answers, and batches behind them.
        case requests
        /// Batches alone.
        case batches
        /// Files on a command line, which itself says where results go.
        case files
    }

    /// The configuration in the settings for this use.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader, for use: Use) throws(SettingsError) {
        self.init()
        sources = try SourceConfiguration(reading: settings)
        outputRoot = try Self.outputRoot(reading: settings, for: use)
        limits = try RenderLimits(reading: settings)
        damage = try DamagePolicy.policy(reading: settings)
        isolation = try IsolationConfiguration(reading: settings)
        renderThreads = try RenderPool.threadCount(reading: settings)
        switch use {
        case .requests:
            memory = try MemoryConfiguration(reading: settings)
            watermark = try WatermarkConfiguration(reading: settings)
            settings.group(Self.fallbackGroup)
            fallback = try ConfiguredImage.reading(
                settings, named: "fallback-image", what: "Picture used if a source is not available")
            cachedFallbackImages = try settings.int(
                "fallback-image-cache-entries", default: cachedFallbackImages, in: 0...1_000_000,
                help: "Maximum number of fallback images in the cache (image-cache-bytes); 0 keeps none.")
            cache = try CacheConfiguration(reading: settings)
        case .batches:
            memory.limitBytes = try MemoryConfiguration.limit(reading: settings)
            watermark = try WatermarkConfiguration(reading: settings)
        case .files:
            // A list of sizes cannot request a watermark, and nobody waits in line.
            memory.limitBytes = try MemoryConfiguration.limit(reading: settings)
        }
    }

    /// The heading of all settings of the fallback image.
    package static let fallbackGroup = "Fallback image"

    private static func outputRoot(reading settings: SettingsReader, for use: Use) throws(SettingsError) -> String? {
        let help: String
        switch use {
        case .requests: help = "Folder below which requests may store renditions."
        case .batches: help = "Folder below which renditions are stored."
        case .files: return nil
        }
        settings.group("Stores")
        return try settings.optionalString("output-root", valueName: "DIR", help: help)
    }
}
