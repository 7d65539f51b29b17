/// Which work is done in separate processes.
package enum Isolation: String, Sendable, Hashable, CaseIterable {
    /// All work that cannot be aborted within 100 ms once nobody waits for it: everything except JPEG and PNG files
    /// that our own readers read, written by engines that check for interruption between rows (`RenderPlan.looksUp`).
    case risky
    case all
    case none
}

/// What determines, besides its header, where a source is processed.
package struct SourceTraits: Sendable, Hashable {
    /// Whether one of our own readers read the header, and will read the pixels in planes.
    package var isReadHere: Bool
    /// Whether the file contains metadata that takes a library considerable time.
    package var hasMetadata: Bool

    package init(isReadHere: Bool, hasMetadata: Bool) {
        self.isReadHere = isReadHere
        self.hasMetadata = hasMetadata
    }
}
