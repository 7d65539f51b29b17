package import ImageModel
package import Settings

extension OutputOptions.AutoQuality {
    /// The ways to search for a quality.
    private enum Name: String, CaseIterable, Sendable {
        case none, size, dssim
    }

    private static let targetKey = "autoquality-target"

    /// The search that the settings describe; `nil` for none.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    static func reading(_ settings: SettingsReader) throws(SettingsError) -> OutputOptions.AutoQuality? {
        let name = try settings.choice(
            "autoquality", default: Name.none,
            help:
                "Search for the quality of results: by their size in bytes, or by how they differ from what was encoded."
        )
        let target = try settings.number(
            targetKey, default: 0.02, in: 0...1e12, help: "Bytes for size, DSSIM for dssim.")
        var search = OutputOptions.AutoQuality(
            method: try method(name, target, settings),
            minimumQuality: try settings.int(
                "autoquality-min", default: 70, in: 1...100, help: "The lowest quality that the search may find."),
            maximumQuality: try settings.int(
                "autoquality-max", default: 80, in: 1...100, help: "The highest quality that the search may find."),
            allowedError: 0)
        search.minimumQualities = try settings.qualities(
            "autoquality-format-min", help: "The same as autoquality-min for single formats.")
        search.maximumQualities = try settings.qualities(
            "autoquality-format-max", help: "The same as autoquality-max for single formats.")
        search.allowedError = try settings.number(
            "autoquality-allowed-error", default: 0.001, in: 0...1,
            help: "How far from the target a search by dssim may end.")
        search.maximumPixels = try settings.int(
            "autoquality-max-pixels", default: 0, in: 0...4_000_000_000,
            help: "Results of more pixels are not searched for; 0 means no limit.")
        guard search.minimumQuality <= search.maximumQuality else {
            throw settings.rejection(of: "autoquality-min", "is above autoquality-max")
        }
        return name == .none ? nil : search
    }

    private static func method(
        _ name: Name, _ target: Double, _ settings: SettingsReader
    ) throws(SettingsError) -> Method {
        switch name {
        case .none: return .none
        case .size:
            guard target >= 1, target == target.rounded() else {
                throw settings.rejection(of: targetKey, "a search by size needs a whole number of bytes")
            }
            return .size(bytes: Int(target))
        case .dssim:
            guard target > 0 else { throw settings.rejection(of: targetKey, "expected a number above 0") }
            return .dssim(target: target)
        }
    }
}

extension SettingsReader {
    /// Qualities by format, 1…100.
    ///
    /// - Throws: `SettingsError`, for what is no format or no quality.
    package func qualities(_ key: String, help: String) throws(SettingsError) -> [ImageFormat: Int] {
        var qualities: [ImageFormat: Int] = [:]
        for (name, text) in try dictionary(key, valueName: "FORMAT=QUALITY", help: help) {
            guard let format = ImageFormat(name: name), let quality = Int(text), (1...100).contains(quality) else {
                throw rejection(of: key, "expected FORMAT=1…100, got \"\(name)=\(text)\"")
            }
            qualities[format] = quality
        }
        return qualities
    }
}
