package import Settings

extension WatermarkConfiguration {
    /// The watermark in the settings.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("Watermark")
        image = try ConfiguredImage.reading(
            settings, named: "watermark", what: "Watermark for requests that specify none of their own")
        opacity = try settings.number(
            "watermark-opacity", default: 1, in: 0...1,
            help: "Opacity of watermarks, multiplied by the one in the request.")
        cacheBytes = try settings.bytes(
            "image-cache-bytes", default: cacheBytes, in: 0...(1 << 40),
            help: "Size of the cache for fetched watermarks and fallback images.")
        cachedWatermarks = try settings.int(
            "watermark-cache-entries", default: cachedWatermarks, in: 0...1_000_000,
            help: "Maximum number of watermarks in that cache; 0 keeps none.")
    }
}
