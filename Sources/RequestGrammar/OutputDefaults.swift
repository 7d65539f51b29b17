package import ImageModel

/// Format and quality of the renditions that do not name theirs.
package struct OutputDefaults: Sendable, Hashable {
    package var format: ImageFormat?
    /// 1…100.
    package var quality: Int?

    package init(format: ImageFormat? = nil, quality: Int? = nil) {
        self.format = format
        self.quality = quality
    }
}

extension Rendition {
    /// The rendition with what it does not name itself taken from `defaults`; so are those of its chain.
    package func applying(_ defaults: OutputDefaults) -> Rendition {
        var rendition = self
        rendition.followedBy = followedBy.map { $0.applying(defaults) }
        rendition.format = format ?? defaults.format
        rendition.quality = quality ?? defaults.quality
        return rendition
    }
}
