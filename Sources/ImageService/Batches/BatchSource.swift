import Sources

/// The sources that a batch's list may name.
enum BatchSource {
    /// The source that `text` names: as in requests; where `readsFiles`, an absolute path is a file, too.
    ///
    /// - Throws: `invalidReference`, `schemeNotAllowed`.
    static func reference(_ text: String, readsFiles: Bool) throws(SourceError) -> SourceReference {
        if readsFiles, text.hasPrefix("/") { return .file(path: text) }
        return try SourceReference(parsing: text)
    }
}
