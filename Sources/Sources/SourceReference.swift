/// One source as it is named: where its bytes are.
package enum SourceReference: Sendable, Hashable {
    /// Fetched over the network.
    case remote(RemoteURL)
    /// A file below one of the declared roots; the path is relative to them and already decoded.
    case local(path: String)
    /// Any file that the process can read. Never comes out of a request's text: only the command line makes it.
    case file(path: String)

    /// The source that a request names: `https://…`, `http://…` or `local:///path/below/a/root`.
    ///
    /// A local path is percent-decoded once.
    ///
    /// - Throws: `invalidReference`; `schemeNotAllowed` for any other scheme.
    package init(parsing text: String) throws(SourceError) {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        switch scheme {
        case "http", "https": self = .remote(try RemoteURL(parsing: text))
        case "local": self = .local(path: try Self.localPath(text.dropFirst("local:".count)))
        default:
            throw SourceError(.schemeNotAllowed, "A source must start with http://, https:// or local:///.")
        }
    }

    /// The last component of the path, decoded, with its extension; fit to be a file's name.
    ///
    /// It is never empty, `.` or `..`, and holds no `/`, `\` or control character. A URL without a path gives its host.
    package var name: String {
        let fallback = if case .remote(let url) = self { url.host } else { "source" }
        return components.last ?? fallback
    }

    /// The components before `name`, joined by `/`: relative, without `.` and `..`, empty at the top.
    package var directory: String { components.dropLast().joined(separator: "/") }

    /// The host that it comes from; `local` for files.
    package var host: String { remoteHost ?? "local" }

    /// The host of a URL; `nil` for files.
    package var remoteHost: String? {
        if case .remote(let url) = self { url.host } else { nil }
    }

    private var components: [String] {
        let path =
            switch self {
            case .remote(let url): PercentEncoding.decoded(url.path) ?? url.path
            case .local(let path), .file(let path): path
            }
        return path.split { $0 == "/" || $0 == "\\" }
            .map(Self.withoutControls)
            .filter { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    private static func withoutControls(_ text: Substring) -> String {
        // Nearly all names are of plain ASCII.
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(text) }
        return String(text.unicodeScalars.filter { $0.properties.generalCategory != .control })
    }

    private static func localPath(_ text: Substring) throws(SourceError) -> String {
        guard text.hasPrefix("///"), text.count > 3 else {
            throw SourceError(.invalidReference, "A local source has the form local:///path/of/the/file.")
        }
        guard !text.contains("?"), !text.contains("#") else {
            throw SourceError(.invalidReference, "In a local source, ? must be written as %3F and # as %23.")
        }
        guard let path = PercentEncoding.decoded(text.dropFirst(3)), !path.unicodeScalars.contains("\0") else {
            throw SourceError(.invalidReference, "The local source's path is not properly percent-encoded.")
        }
        return path
    }
}
