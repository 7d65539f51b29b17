import Foundation
package import Settings
import Sources

extension ConfiguredImage {
    /// The picture in the settings `NAME-data`, `NAME-file` and `NAME-url`; the first that is set counts; `nil` if none
    /// is. Help texts call it `what`.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package static func reading(
        _ settings: SettingsReader, named name: String, what: String
    ) throws(SettingsError) -> ConfiguredImage? {
        let data = try settings.optionalString(
            "\(name)-data", valueName: "BASE64", help: "\(what), as a base64-encoded file.")
        let file = try settings.optionalString(
            "\(name)-file", valueName: "FILE", help: "\(what), as the path of a file.")
        let url = try settings.optionalString("\(name)-url", valueName: "URL", help: "\(what), as a URL to fetch.")
        if let data {
            guard let bytes = Data(base64Encoded: data), !bytes.isEmpty else {
                throw settings.rejection(of: "\(name)-data", "expected base64")
            }
            return .bytes([UInt8](bytes))
        }
        if let file { return .source(.file(path: file)) }
        guard let url else { return nil }
        do throws(SourceError) {
            return .source(try SourceReference(parsing: url))
        } catch {
            throw settings.rejection(of: "\(name)-url", error.message, cause: error)
        }
    }
}
