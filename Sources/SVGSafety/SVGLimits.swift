/// How much an SVG document may hold.
package struct SVGLimits: Sendable, Hashable {
    /// Bytes of the document; libxml2 refuses a part of more than 10,000,000 bytes itself.
    package var maximumBytes: Int
    /// Elements inside each other, the root included; 1…256 (libxml2 itself refuses more).
    package var maximumDepth: Int
    /// Elements in all.
    package var maximumElements: Int
    /// Attributes and namespace declarations of one element.
    package var maximumAttributes: Int
    /// Pixels of all raster images in `data:` URLs together.
    package var maximumEmbeddedPixels: Int

    package init(
        maximumBytes: Int = 10_000_000, maximumDepth: Int = 256, maximumElements: Int = 250_000,
        maximumAttributes: Int = 1000, maximumEmbeddedPixels: Int = 50_000_000
    ) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumElements = maximumElements
        self.maximumAttributes = maximumAttributes
        self.maximumEmbeddedPixels = maximumEmbeddedPixels
    }

    package static let standard = SVGLimits()
}
