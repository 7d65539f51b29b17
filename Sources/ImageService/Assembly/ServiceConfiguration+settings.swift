import ImageModel
import Isolation
import ObjectStorage
import Rendering
package import Settings
import Sources
import Storage

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
        objectStores = try ObjectStoresConfiguration(reading: settings)
        try readStore(settings, for: use)
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

    private mutating func readStore(_ settings: SettingsReader, for use: Use) throws(SettingsError) {
        settings.group("Stores")
        if use != .files {
            let what =
                use == .requests ? "below which requests may store renditions" : "below which renditions are stored"
            outputRoot = try settings.optionalString("output-root", valueName: "DIR", help: "Folder \(what).")
            let store = try settings.optionalString(
                "output-store", valueName: "URL",
                help: "Bucket and prefix \(what), such as s3://bucket/prefix, in place of a folder.")
            try setStore(store, settings)
        }
        storedHeaders.cacheControl = try settings.optionalString(
            "output-store-cache-control", valueName: "TEXT", help: "Cache-Control of renditions in a bucket.")
        storedHeaders.metadata = try settings.dictionary(
            "output-store-metadata", help: "Metadata of renditions in a bucket, by name.")
        try checkHeaders(settings)
        // Where a command line says itself where files go, that may be any store.
        let schemes = use == .files ? Set(StoreScheme.allCases) : Set([outputStore?.scheme].compactMap(\.self))
        try objectStores.readWriting(settings, in: schemes)
        if schemes.isEmpty, storedHeaders != StoredHeaders() {
            let key = storedHeaders.cacheControl == nil ? "output-store-metadata" : "output-store-cache-control"
            throw settings.rejection(of: key, "needs output-store")
        }
    }

    private mutating func setStore(_ text: String?, _ settings: SettingsReader) throws(SettingsError) {
        guard let text else { return }
        guard outputRoot == nil else {
            throw settings.rejection(of: "output-store", "cannot be used together with output-root")
        }
        do throws(ObjectStoreError) { outputStore = try ObjectPrefix(parsing: text) } catch {
            throw settings.rejection(of: "output-store", error.message, cause: error)
        }
    }

    private func checkHeaders(_ settings: SettingsReader) throws(SettingsError) {
        let isText = { (text: String) in text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
        if let text = storedHeaders.cacheControl, !isText(text) {
            throw settings.rejection(of: "output-store-cache-control", "expected plain ASCII text")
        }
        for (name, value) in storedHeaders.metadata {
            guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,63}/) != nil, name != BucketStore.digestName else {
                throw settings.rejection(
                    of: "output-store-metadata",
                    "names consist of lower-case letters, digits and hyphens; \(BucketStore.digestName) is taken")
            }
            guard isText(value) else {
                throw settings.rejection(of: "output-store-metadata", "values are plain ASCII text")
            }
        }
    }
}
