package import ImageService
package import Settings

/// The picture that stands in for a source that cannot be had.
package struct FallbackConfiguration: Sendable, Hashable {
    package var image: ConfiguredImage?
    /// The answer's status; 0 is that of the error.
    package var status = 200
    /// Seconds that caches may keep it; 0 is as long as other answers.
    package var ttl = 0

    package init() {}

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("URLs: fallback image")
        image = try ConfiguredImage.reading(
            settings, named: "fallback-image", what: "Picture used if a source is not available")
        status = try settings.int(
            "fallback-image-status", default: 200, in: 0...599,
            help: "Status of such responses; 0 means that of the error.")
        guard status == 0 || status >= 200 else {
            throw settings.rejection(of: "fallback-image-status", "expected 0, or a status from 200 to 599")
        }
        let lifetime = try settings.duration(
            "fallback-image-ttl", default: .zero, in: .zero ... .seconds(10 * 31_536_000),
            help: "How long caches may keep such responses; 0 means as long as others.")
        ttl = Int(lifetime.components.seconds)
    }
}
