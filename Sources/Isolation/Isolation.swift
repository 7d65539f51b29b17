/// Which work is done in separate processes.
package enum Isolation: String, Sendable, Hashable, CaseIterable {
    /// All that can't be left within 100 ms once nobody waits for it, and all that keeps a thread for long: everything but JPEG
    /// and PNG files that our own readers read, made into files by engines that look up between rows (`RenderPlan.looksUp`),
    /// within half a second (`RenderPlan.isShort`).
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
    /// Its length.
    package var byteCount: Int
    /// Scans of a JPEG file.
    package var scans: Int

    package init(isReadHere: Bool, hasMetadata: Bool, byteCount: Int = 0, scans: Int = 1) {
        self.isReadHere = isReadHere
        self.hasMetadata = hasMetadata
        self.byteCount = byteCount
        self.scans = scans
    }
}
