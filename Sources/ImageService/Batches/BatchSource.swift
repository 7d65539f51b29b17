package import Sources

/// The sources that a batch's list may name.
package enum BatchSource {
    /// The source that `text` names: as in requests; where `readsFiles`, an absolute path is a file, too.
    ///
    /// - Throws: `invalidReference`, `schemeNotAllowed`.
    package static func reference(_ text: String, readsFiles: Bool) throws(SourceError) -> SourceReference {
        if readsFiles, text.hasPrefix("/") { return .file(path: text) }
        return try SourceReference(parsing: text)
    }

    /// What is wrong with `text` as a source; `nil` when it is one. For `ManifestRules`.
    package static func fault(in text: String, readsFiles: Bool) -> String? {
        do throws(SourceError) {
            _ = try reference(text, readsFiles: readsFiles)
            return nil
        } catch {
            return error.message
        }
    }
}
