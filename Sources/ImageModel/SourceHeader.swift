/// What the first bytes of a source reveal about it, before any pixel is decoded.
package struct SourceHeader: Sendable, Hashable, Codable {
    /// What the samples of a source mean.
    package enum Colour: Sendable, Hashable, Codable {
        case rgb, grey, cmyk, lab
        /// Linear light, floating point.
        case linear
        case other
    }

    package var format: ImageFormat
    /// The size of one frame as stored, before the orientation is applied. For vector images: their intrinsic size.
    package var stored: PixelSize
    package var orientation: Orientation
    /// Samples per pixel, including alpha.
    package var bands: Int
    /// Bytes of a decoded sample: 1, 2, 4 or 8.
    package var sampleBytes: Int
    package var colour: Colour
    package var hasAlpha: Bool
    /// Whether there is a profile that a result may keep: the file's own, or one that is made of what it says of its colours.
    package var hasProfile: Bool
    /// Frames of an animation, 1 for a still. The pages of a document count as one: the first is shown.
    package var frames: Int
    /// Pages of a document or frames of an animation, at least 1.
    package var pages: Int
    /// Progressive JPEG or interlaced PNG: no row is complete before the whole file has been read.
    package var isInterlaced: Bool
    /// Filter primitives of a vector image: each costs time for every pixel drawn. 0 for bitmaps.
    package var filterPrimitives = 0
    /// The planes into which a file can be decoded; `nil` for kinds that are not decoded in planes.
    package var planes: PlaneLayout?
    /// Whether samples are sRGB, or grey with the same transfer curve, without a conversion.
    package var isSRGB: Bool
    /// By what that is known.
    package var colours = SourceColours.assumed
    /// Bits of a palette's index in the file: the result may have as many colours; 0 where it has no palette.
    package var paletteDepth = 0
    /// Bytes that are held for each page or frame while it is read, beside rows, where that is more than usual for the format.
    package var heldBytes = 0
    /// Whether the metadata names an artist or a copyright.
    package var namesAuthor = false

    package init(
        format: ImageFormat, stored: PixelSize, orientation: Orientation = .upright, bands: Int = 3,
        sampleBytes: Int = 1, colour: Colour = .rgb, hasAlpha: Bool = false, hasProfile: Bool = false,
        frames: Int = 1, pages: Int? = nil, isInterlaced: Bool = false, isSRGB: Bool = true
    ) {
        self.format = format
        self.stored = stored
        self.orientation = orientation
        self.bands = bands
        self.sampleBytes = sampleBytes
        self.colour = colour
        self.hasAlpha = hasAlpha
        self.hasProfile = hasProfile
        self.frames = frames
        self.pages = pages ?? frames
        self.isInterlaced = isInterlaced
        self.isSRGB = isSRGB
    }

    /// The displayed size.
    package var upright: PixelSize { orientation.applied(to: stored) }

    /// Whether the source can be drawn at any size without loss.
    package var isVector: Bool { format == .svg }
}
