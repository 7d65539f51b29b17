package import Settings

extension WatermarkConfiguration {
    /// The watermark that the settings give.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("Watermark")
        image = try ConfiguredImage.reading(
            settings, named: "watermark", what: "Watermark of requests that name none of their own")
        opacity = try settings.number(
            "watermark-opacity", default: 1, in: 0...1,
            help: "How opaque watermarks are, times what a request asks for.")
        cacheBytes = try settings.bytes(
            "image-cache-bytes", default: cacheBytes, in: 0...(1 << 40),
            help: "Watermarks and fallback images that are kept once fetched.")
    }
}
