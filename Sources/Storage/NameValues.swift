package import ImageModel

/// What a name template can say about one rendition.
package struct NameValues: Sendable, Hashable {
    /// The source's file name without extension.
    package var stem: String
    /// The source's folder below its root, with `/` between its parts; empty at the root.
    package var dir: String
    /// The host that the source comes from; `local` for a file.
    package var host: String
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
    /// What else is known of the source, by the names of columns.
    package var columns: [String: String]

    package init(
        stem: String, dir: String, host: String = "local", hash: String, size: PixelSize, fit: Fit,
        format: ImageFormat, quality: Int?, index: Int, columns: [String: String] = [:]
    ) {
        self.stem = stem
        self.dir = dir
        self.host = host
        self.hash = hash
        self.size = size
        self.fit = fit
        self.format = format
        self.quality = quality
        self.index = index
        self.columns = columns
    }
}
