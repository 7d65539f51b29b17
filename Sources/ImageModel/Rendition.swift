/// How a source's aspect ratio is reconciled with the requested one.
package enum Fit: String, Sendable, Hashable, Codable, CaseIterable {
    /// Inside the box, aspect ratio kept.
    case fit
    /// Covers the box, aspect ratio kept; the excess is cropped evenly on both sides.
    case fill
    /// Exactly the box, aspect ratio ignored.
    case force
    /// `fill`, but a smaller source is cropped to the box's aspect ratio instead of keeping its own.
    case fillDown = "fill-down"
    /// `fill` if source and box are both landscape or both portrait, else `fit`.
    case auto
}

/// One output image as requested: size and fit, then everything else that can be done to a picture on the way. A value
/// left at its default changes nothing.
package struct Rendition: Sendable, Hashable, Codable {
    /// Pixels before dpr and zoom, at least 1; `nil` follows from the other side and the source's aspect ratio.
    package var width: Int?
    package var height: Int?
    package var fit: Fit
    /// The result is scaled up to at least this size; `nil` is off.
    package var minimumWidth: Int?
    package var minimumHeight: Int?
    /// Factors above 0 for the size, but not for padding and offsets.
    package var zoomX = 1.0
    package var zoomY = 1.0
    /// Factor above 0 for the size, padding, offsets and effects.
    package var dpr = 1.0
    /// Whether a smaller source is scaled up.
    package var enlarges = false
    /// The picture's position on a canvas of the box's size, if it does not fill the box; `nil`: no canvas.
    package var extend: Gravity?
    /// The same with a canvas of the box's aspect ratio around the picture.
    package var extendAspectRatio: Gravity?
    package var gravity = Gravity.centre
    package var crop: SourceCrop?
    package var trim: Trim?
    package var padding = Padding.none
    /// Whether the orientation in the source's metadata is applied.
    package var autoRotates = true
    /// Clockwise quarter turns, 0…3, after the orientation.
    package var quarterTurns = 0
    package var flipsHorizontally = false
    package var flipsVertically = false
    /// The colour behind transparent pixels; `nil` keeps them transparent if the format can.
    package var background: Colour?
    /// 0…1: how opaque `background` is.
    package var backgroundAlpha = 1.0
    package var effects = Effects.none
    package var watermark: Watermark?
    package var resampling = Resampling.lanczos3
    package var mixing = ColourMixing.samples
    /// Whether a codec may decode a picture smaller than it is, where the result is much smaller.
    package var shrinksOnLoad = true
    /// The first page or frame, from 0, and how many to use.
    package var page = 0
    package var pages = 1
    package var disablesAnimation = false
    /// Whether the thumbnail inside a HEIC or AVIF source, if there is one, is used instead of the source.
    package var usesEmbeddedThumbnail = false
    /// `nil`: the source's own format if it can be written and shown everywhere, else a fallback (`FormatPolicy`).
    package var format: ImageFormat?
    /// 1…100; `nil`: `output.qualities`, then the format's default.
    package var quality: Int?
    package var output = OutputOptions.standard
    /// Further steps applied to the result, in order; the format, quality and output of the last one count.
    package var followedBy: [Rendition] = []

    package init(
        width: Int? = nil, height: Int? = nil, fit: Fit = .fit, format: ImageFormat? = nil, quality: Int? = nil
    ) {
        self.width = width
        self.height = height
        self.fit = fit
        self.format = format
        self.quality = quality
    }

    /// The last one of the chain, whose format, quality and output count: this one where nothing follows.
    package var lastStep: Rendition { followedBy.last ?? self }
}

/// How values between pixels are interpolated.
package enum Resampling: String, Sendable, Hashable, Codable, CaseIterable {
    case nearest, linear, cubic, lanczos2, lanczos3
}

/// What is averaged when a resize combines several pixels into one.
package enum ColourMixing: String, Sendable, Hashable, Codable, CaseIterable {
    /// The samples as files store them, which represent light through a transfer curve.
    case samples
    /// The light itself: fine patterns keep their brightness.
    case light
}
