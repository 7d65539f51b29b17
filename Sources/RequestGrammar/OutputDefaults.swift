package import ImageModel

/// Format and quality of renditions that do not specify their own.
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
    /// The rendition with anything it does not specify taken from `defaults`; likewise for its chain.
    package func applying(_ defaults: OutputDefaults) -> Rendition {
        var rendition = self
        rendition.followedBy = followedBy.map { $0.applying(defaults) }
        rendition.format = format ?? defaults.format
        rendition.quality = quality ?? defaults.quality
        return rendition
    }
}
