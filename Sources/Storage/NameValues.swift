package import ImageModel

/// What a name template can say about one rendition.
package struct NameValues: Sendable, Hashable {
    /// The source's file name without extension.
    package var stem: String
    /// The source's folder below its root, with `/` between its parts; empty at the root.
    package var dir: String
    /// `SourceHash` of the source's bytes.
    package var hash: String
    /// The rendition's size in pixels, as it is written.
    package var size: PixelSize
    package var fit: Fit
    /// The format that is written.
    package var format: ImageFormat
    /// 1…100; `nil` where the format has none.
    package var quality: Int?
    /// The rendition's place in its size list, from 1.
    package var index: Int

    package init(
        stem: String, dir: String, hash: String, size: PixelSize, fit: Fit, format: ImageFormat, quality: Int?,
        index: Int
    ) {
        self.stem = stem
        self.dir = dir
        self.hash = hash
        self.size = size
        self.fit = fit
        self.format = format
        self.quality = quality
        self.index = index
    }
}
