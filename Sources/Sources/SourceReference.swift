import Cryptography
import ObjectStorage

/// The name of a source: where its bytes are.
package enum SourceReference: Sendable, Hashable {
    /// Fetched over the network.
    case remote(RemoteURL)
    /// A file below one of the declared roots; the path is relative to them and already decoded. `written` is the path
    /// as written, if that differs: the file's name if there is no file with the decoded one.
    case local(path: String, written: String? = nil)
    /// An object in a bucket.
    case object(ObjectReference)
    /// Any file that the process can read. A request's text never leads to it: only the command line does.
    case file(path: String)

    /// The source that a request names: `https://…`, `http://…`, `local:///path/below/a/root` or `s3://bucket/key`.
    ///
    /// A local path is percent-decoded once; if there is no such file, the path as written is tried. White space around
    /// it is dropped, as browsers do. `version` is that of an object, if it was separated already.
    ///
    /// - Throws: `invalidReference`; `schemeNotAllowed` for any other scheme.
    package init(parsing text: String, version: String? = nil) throws(SourceError) {
        let text = Self.withoutBlanks(text)
        if let (scheme, rest) = StoreScheme.split(text) {
            self = .object(try ObjectReference(scheme, rest, version: version))
            return
        }
        let scheme = text.prefix { $0 != ":" }.lowercased()
        switch scheme {
        case "http", "https": self = .remote(try RemoteURL(parsing: String(text)))
        case "local": self = try Self.local(text.dropFirst("local:".count))
        default:
            throw SourceError(
                .schemeNotAllowed, "A source must start with http://, https://, local:/// or \(StoreScheme.list).")
        }
    }

    /// The last component of the path, decoded, with its extension; a valid file name.
    ///
    /// It is never empty, `.` or `..`, and contains no `/`, `\` or control character. For a URL without a path, it is
    /// the host.
    package var name: String {
        components.last ?? remoteHost ?? "source"
    }

    /// The components before `name`, joined by `/`: relative, without `.` and `..`, empty at the top.
    package var directory: String { components.dropLast().joined(separator: "/") }

    /// The host or bucket that it comes from; `local` for files.
    package var host: String { remoteHost ?? "local" }

    /// The host of a URL, the bucket of an object; `nil` for files.
    package var remoteHost: String? {
        switch self {
        case .remote(let url): url.host
        case .object(let object): object.bucket.text
        case .local, .file: nil
        }
    }

    /// The last component of `path`, fit to be a file's name; `nil` when there is none.
    static func name(in path: String) -> String? { components(of: path).last }

    private var components: [String] {
        let path =
            switch self {
            case .remote(let url): PercentCoding.text(of: url.path) ?? url.path
            case .object(let object): object.path
            case .local(let path, _), .file(let path): path
            }
        return Self.components(of: path)
    }

    private static func components(of path: String) -> [String] {
        path.split { $0 == "/" || $0 == "\\" }
            .map(withoutControls)
            .filter { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    private static func withoutControls(_ text: Substring) -> String {
        // Nearly all names are plain ASCII.
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(text) }
        return String(text.unicodeScalars.filter { $0.properties.generalCategory != .control })
    }

    private static func withoutBlanks(_ text: String) -> Substring {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = text.utf8.firstIndex(where: { !blanks.contains($0) }),
            let last = text.utf8.lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        return text[first...last]
    }

    private static func local(_ text: Substring) throws(SourceError) -> SourceReference {
        guard text.hasPrefix("///"), text.count > 3 else {
            throw SourceError(.invalidReference, "A local source has the form local:///path/of/the/file.")
        }
        guard !text.contains("?") else {
            throw SourceError(.invalidReference, "In a local source, ? must be written as %3F.")
        }
        let written = String(text.dropFirst(3))
        // A % that begins no encoding is part of the name.
        let path = PercentCoding.text(of: written) ?? written
        guard !path.unicodeScalars.contains("\0") else {
            throw SourceError(.invalidReference, "The local source's path holds a NUL.")
        }
        return .local(path: path, written: path == written ? nil : written)
    }
}
