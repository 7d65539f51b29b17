/// What a store needs to know of a file beside its bytes.
package struct StoredKind: Sendable, Hashable {
    /// `image/webp`
    package var contentType: String
    /// Whether its name comes from the content of its source, so that most who write it write the same.
    package var isNamedByHash: Bool

    package init(contentType: String, isNamedByHash: Bool = false) {
        self.contentType = contentType
        self.isNamedByHash = isNamedByHash
    }
}
