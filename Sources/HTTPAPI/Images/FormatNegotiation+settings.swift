import ImageModel
import RequestGrammar
package import Settings

extension FormatNegotiation {
    /// The negotiation that the settings describe.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("URLs: formats")
        preferred = try settings.formats(
            "preferred-formats", default: preferred,
            help: "Formats that every client supports; a source in another format becomes the first suitable one.")
        guard preferred.allSatisfy(\.isWritable), !preferred.isEmpty else {
            throw settings.rejection(
                of: "preferred-formats", "expected at least one format, and only formats that can be written")
        }
        for format in Self.negotiable {
            let name = format.rawValue
            if try settings.bool(
                "auto-\(name)", default: false,
                help: "\(format.displayName) for clients whose Accept names it, if the URL specifies no format.")
            {
                automatic.insert(format)
            }
            if try settings.bool(
                "enforce-\(name)", default: false,
                help: "\(format.displayName) for clients whose Accept names it, whatever the URL says.")
            {
                enforced.insert(format)
            }
        }
        qualities = try Self.qualities(reading: settings)
    }

    private static func qualities(reading settings: SettingsReader) throws(SettingsError) -> [ImageFormat: Int] {
        let general = try settings.int(
            "quality", default: 80, in: 1...100, help: "Quality of formats that format-quality does not list.")
        var qualities: [ImageFormat: Int] = [:]
        for format in ImageFormat.writable where format.hasQuality && !negotiable.contains(format) {
            qualities[format] = general
        }
        let named = try settings.qualities(
            "format-quality", help: "Quality by format, 1…100; webp=79, avif=63 and jxl=77 unless set.")
        return qualities.merging(named) { $1 }
    }
}
