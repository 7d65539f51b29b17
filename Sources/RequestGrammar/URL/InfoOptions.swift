/// The facts about a source that a request wants.
package struct InfoOptions: Sendable, Hashable {
    package var size = true
    package var format = true
    /// Width, height and orientation.
    package var dimensions = true
    package var pagesCount = false
    package var colorspace = false
    /// Whether there is an alpha channel.
    package var alpha = false
    /// Whether any pixel is transparent; needs the pixels.
    package var checksTransparency = false
    package var exif = true
    package var average = false
    /// The average excludes fully transparent pixels.
    package var averageIgnoresTransparent = true
    package var dominantColours = false
    /// Dominant colours that the image lacks are derived from those it has.
    package var buildsMissingColours = false
    /// Components in each direction, 1…9; `nil` is off.
    package var blurhash: BlurhashSize?
    package var thumbhash = false
    /// From 0.
    package var page = 0

    package struct BlurhashSize: Sendable, Hashable {
        package var x: Int
        package var y: Int

        package init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    package init() {}

    /// Whether a response needs decoded pixels, not just the head of the source.
    package var needsPixels: Bool {
        average || dominantColours || blurhash != nil || thumbhash || (alpha && checksTransparency)
    }
}
