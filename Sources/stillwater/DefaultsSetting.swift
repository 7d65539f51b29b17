import ImgproxyEnvironment
import Settings

/// Whose defaults settings have that nothing sets.
enum DefaultsSetting: String, CaseIterable, Sendable {
    case imgproxy
    case stillwater

    static let key = "defaults"

    /// Reads the setting, and has `settings` use the defaults from now on; to be called before all others are read.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    static func use(in settings: SettingsReader) throws(SettingsError) -> DefaultsSetting {
        let defaults: DefaultsSetting =
            try settings.optional(
                key, .choice, unset: "imgproxy if any of its variables is set, else stillwater",
                help: "Whose defaults settings have that are not set; docs/IMGPROXY.md has those that differ.")
            ?? .stillwater
        switch defaults {
        case .imgproxy: settings.replaceDefaults(with: ImgproxyDefault.texts)
        case .stillwater: break
        }
        return defaults
    }
}
