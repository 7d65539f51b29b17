import Cryptography
import Foundation
import ImageModel
package import Settings

extension URLGrammarConfiguration {
    /// The configuration from the settings, except `sourceQuerySeparator`. Blocks to read a presets file.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("URLs")
        pathPrefix = try settings.string(
            "path-prefix", default: "", valueName: "PATH", help: "Prefix of the paths of image URLs.")
        signatures = try SignatureVerifier(reading: settings)
        cipher = try Self.cipher(reading: settings)
        argumentsSeparator = try settings.string(
            "arguments-separator", default: ":", help: "Separator between an option and its arguments in a URL.")
        presets = try Self.presets(
            reading: settings, "presets",
            help: "Named sets of options, such as thumb=rs:fill:100:100/q:70; default applies to every URL.",
            fileHelp: "File of presets, one per line; lines that start with # are ignored.")
        onlyPresets = try settings.bool(
            "only-presets", default: false, help: "URLs contain names of presets instead of options.")
        infoPresets = try Self.presets(
            reading: settings, "info-presets",
            help: "Named sets of options of info URLs, such as default=average:1/exif:0.",
            fileHelp: "File of presets of info URLs, one per line.")
        infoOnlyPresets =
            try settings.optional(
                "info-only-presets", .bool, unset: "as only-presets",
                help: "Info URLs contain names of presets instead of options.") ?? onlyPresets
        allowedOptions = Set(
            try settings.list(
                "allowed-options", valueName: "OPTION",
                help: "Options that URLs may use, under exactly these names; all if none is given. Presets may use all."
            ))
        allowedInfoOptions = Set(
            try settings.list(
                "allowed-info-options", valueName: "OPTION",
                help: "Options that info URLs may use; those of allowed-options if none is given."))
        allowsSecurityOptions = try settings.bool(
            "allow-security-options", default: false,
            help: "Let URLs replace limits, with options such as max_src_resolution.")
        baseURL = try settings.string(
            "base-url", default: "", valueName: "URL", help: "Prepended to sources that do not start with it.")
        replacements = try Self.replacements(reading: settings)
        base64IncludesFilename = try settings.bool(
            "base64-url-includes-filename", default: false,
            help: "The last segment of an encoded source is a file name for human readers and is ignored.")
        preprocessesWatermarkURL = try settings.bool(
            "watermark-preprocess-url", default: false,
            help: "Apply url-replacements and base-url to the watermarks that URLs name, too.")
        preprocessesFallbackURL = try settings.bool(
            "fallback-image-preprocess-url", default: false,
            help: "Apply url-replacements and base-url to the fallback images that URLs name, too.")
        maximumPipelines = try settings.int(
            "max-chained-pipelines", default: maximumPipelines, in: 1...maximumPipelines,
            help: "Maximum number of pipelines that a URL may chain with -; presets may add to them.")
        rendition = try Rendition(urlDefaultsReading: settings)
        options.skippedFormats = Set(
            try settings.formats(
                "skip-processing-formats", default: [],
                help: "Sources of these formats are passed through unchanged if no other format is requested."))
    }

    private static func cipher(reading settings: SettingsReader) throws(SettingsError) -> SourceCipher? {
        let key = "source-url-encryption-key"
        let help = "Key for encrypted sources (AES-CBC), 32, 48 or 64 hexadecimal digits."
        guard let text = try settings.secret(key, help: help)?.revealed else { return nil }
        guard let bytes = HexText.bytes(text.filter { !$0.isWhitespace }) else {
            throw settings.rejection(of: key, "expected hexadecimal digits")
        }
        guard !bytes.isEmpty else { throw settings.rejection(of: key, "is empty; set a key, or remove the setting") }
        do throws(RequestError) {
            return try SourceCipher(key: bytes)
        } catch {
            throw settings.rejection(of: key, error.message, cause: error)
        }
    }

    /// Those of the setting `name` and of the file that `name`-file gives.
    private static func presets(
        reading settings: SettingsReader, _ name: String, help: String, fileHelp: String
    ) throws(SettingsError) -> [String: String] {
        let named = try settings.dictionary(name, valueName: "NAME=OPTIONS", help: help)
        let key = "\(name)-file"
        guard let path = try settings.optionalString(key, valueName: "FILE", help: fileHelp) else { return named }
        do {
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            return try PresetList(lines.map(String.init)).presets.merging(named) { $1 }
        } catch let error as RequestError {
            throw settings.rejection(of: key, error.message, cause: error)
        } catch {
            throw settings.rejection(of: key, "the file \(path) cannot be read as UTF-8 text", cause: error)
        }
    }

    private static func replacements(reading settings: SettingsReader) throws(SettingsError) -> [SourceReplacement] {
        let key = "url-replacements"
        let text = try settings.string(
            key, default: "", valueName: "PATTERN=TEXT;…",
            help: "Replacements for the beginning of a source, such as cdn://*/=https://${1}.example.com/.")
        var replacements: [SourceReplacement] = []
        for part in text.split(separator: ";") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else {
                throw settings.rejection(
                    of: key, "expected PATTERN=TEXT pairs separated by semicolons, got \"\(part)\"")
            }
            replacements.append(SourceReplacement(pattern: String(halves[0]), replacement: String(halves[1])))
        }
        return replacements
    }
}
