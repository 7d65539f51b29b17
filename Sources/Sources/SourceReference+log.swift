import ObjectStorage

extension SourceReference {
    /// The most bytes of it.
    private static let longestLogText = 512

    /// The source's name in logs: a URL without credentials and without its query, which may contain a signature that
    /// gives access.
    package var logText: String {
        let text =
            switch self {
            case .remote(let url): url.origin + url.path + (url.query == nil ? "" : "?…")
            case .object(let object): object.text
            case .local(let path, let written): "local:///\(written ?? path)"
            case .file(let path): path
            }
        return text.utf8.count <= Self.longestLogText ? text : text.prefix(Self.longestLogText / 4) + "…"
    }
}
