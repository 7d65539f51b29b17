import ImageService
package import Settings

/// How an answer is sent if another picture replaces a source that is not available.
package struct FallbackConfiguration: Sendable, Hashable {
    /// The answer's status; 0 means that of the error.
    package var status = 200
    /// Seconds that caches may keep it; 0 means as long as other answers.
    package var ttl = 0

    package init() {}

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group(ServiceConfiguration.fallbackGroup)
        status = try settings.int(
            "fallback-image-status", default: 200, in: 0...599,
            help: "Status of such responses to URLs; 0 means that of the error.")
        guard status == 0 || status >= 200 else {
            throw settings.rejection(of: "fallback-image-status", "expected 0, or a status from 200 to 599")
        }
        let lifetime = try settings.duration(
            "fallback-image-ttl", default: .zero, in: .zero ... .seconds(10 * 31_536_000),
            help: "How long caches may keep such responses to URLs; 0 means as long as others.")
        ttl = Int(lifetime.components.seconds)
    }
}
