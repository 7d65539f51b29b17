package import ImageModel

/// The values for a name template, for one rendition.
package struct NameValues: Sendable, Hashable {
    /// The source's file name without extension.
    package var stem: String
    /// The source's folder below its root, with `/` between its parts; empty at the root.
    package var dir: String
    /// The host that the source comes from; `local` for a file.
    package var host: String
    /// `SourceHash` of the source's bytes.
    package var hash: String
    /// The size of the written rendition in pixels.
    package var size: PixelSize
    package var fit: Fit
    /// The format of the written file.
    package var format: ImageFormat
    /// 1…100; `nil` if the format has no quality.
    package var quality: Int?
    /// The rendition's position in its size list, from 1.
    package var index: Int
    /// Further values, by column name.
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
