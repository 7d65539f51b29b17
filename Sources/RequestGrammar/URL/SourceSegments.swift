import Cryptography
import ImageModel

/// The path segments that contain the source: plain, base64 or encrypted, possibly with a format.
struct SourceSegments {
    /// Decoded, before replacements.
    let source: String
    /// What stands behind the dot or the @.
    private let formatName: Substring?

    /// - Throws: `invalidSource`, `invalidPath`.
    init(_ segments: ArraySlice<Substring>, _ configuration: URLGrammarConfiguration) throws(RequestError) {
        guard let first = segments.first, !segments.allSatisfy(\.isEmpty) else {
            throw RequestError(.invalidPath, "the path has no source")
        }
        switch first {
        case "plain":
            (source, formatName) = try Self.plain(segments.dropFirst().joined(separator: "/"))
        case "enc":
            guard let cipher = configuration.cipher else {
                throw RequestError(.invalidSource, "encrypted sources are not configured")
            }
            let (text, name) = try Self.encoded(segments.dropFirst(), configuration)
            (source, formatName) = (try cipher.decrypted(text), name)
        default:
            let (text, name) = try Self.encoded(segments, configuration)
            guard let decoded = Base64URL.decodedText(text) else { throw Self.refusal(segments) }
            (source, formatName) = (decoded, name)
        }
        guard !source.isEmpty else { throw RequestError(.invalidPath, "the source is empty") }
    }

    /// The format that the extension names.
    ///
    /// - Throws: `invalidArgument`, `proOnly`.
    func format() throws(RequestError) -> ImageFormat? {
        guard let formatName, !formatName.isEmpty else { return nil }
        do throws(RequestError) { return try ArgumentText.format(named: String(formatName)) } catch {
            throw error.at("extension")
        }
    }

    private static func plain(_ text: String) throws(RequestError) -> (String, Substring?) {
        let parts = text[...].pieces(separatedBy: "@")
        guard parts.count < 3 else {
            throw RequestError(
                .invalidPath, "the source has more than one @, so its format is ambiguous; write other @ as %40")
        }
        guard let source = PercentCoding.text(of: parts[0]) else {
            throw RequestError(.invalidSource, "the plain source is not properly percent-encoded")
        }
        return (source, parts.count > 1 ? parts[1] : nil)
    }

    /// The text before the dot and the format after it.
    private static func encoded(
        _ segments: ArraySlice<Substring>, _ configuration: URLGrammarConfiguration
    ) throws(RequestError) -> (String, Substring?) {
        let named = configuration.base64IncludesFilename && segments.count > 1
        let text = (named ? segments.dropLast() : segments).joined()
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count < 3 else {
            throw RequestError(.invalidPath, "the encoded source has more than one dot, so its format is ambiguous")
        }
        // Padding is dropped wherever it came from.
        let source = parts[0].lastIndex { $0 != "=" }.map { parts[0][...$0] } ?? ""
        return (String(source), parts.count > 1 ? parts[1] : nil)
    }

    private static func refusal(_ segments: ArraySlice<Substring>) -> RequestError {
        let words = Array(segments.prefix(3))
        if words.count == 3, ["fit", "fill", "crop", "force"].contains(words[0]), Int(words[1]) != nil,
            Int(words[2]) != nil
        {
            return RequestError(
                .invalidPath,
                "URLs of the form type/width/height/gravity/enlarge are not supported; write rs:fit:300:200"
            )
        }
        let first = String(words.first ?? "")
        let hint = OptionTable.processing[first] == nil ? "" : "; the option \(first) needs arguments"
        return RequestError(
            .invalidSource,
            "\"\(Excerpt(first))\" is neither an option nor the beginning of a source: plain/URL, enc/… or URL-safe "
                + "base64\(hint)")
    }
}
