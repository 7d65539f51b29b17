/// How a source's proportions meet those asked for.
package enum Fit: String, Sendable, Hashable, Codable, CaseIterable {
    /// Inside the box, proportions kept.
    case fit
    /// Covers the box, proportions kept; what hangs over is cut off evenly on both sides.
    case fill
    /// Exactly the box, proportions given up.
    case force
    /// `fill`, but a smaller source is cut to the box's proportions instead of keeping its own.
    case fillDown = "fill-down"
    /// `fill` when source and box are both landscape or both portrait, else `fit`.
    case auto
}

/// One output image as it is asked for: size and fit, then everything else that can be done to a picture on the way.
/// A value that is left at its default changes nothing.
package struct Rendition: Sendable, Hashable, Codable {
    /// Pixels before dpr and zoom, at least 1; `nil` follows from the other side and the source's proportions.
    package var width: Int?
    package var height: Int?
    package var fit: Fit
    /// The result is scaled up to be at least this large; `nil` is off.
    package var minimumWidth: Int?
    package var minimumHeight: Int?
    /// Factors above 0 for the size, not for padding and offsets.
    package var zoomX = 1.0
    package var zoomY = 1.0
    /// Factor above 0 for the size, padding, offsets and effects.
    package var dpr = 1.0
    /// Whether a smaller source is scaled up.
    package var enlarges = false
    /// Where the picture lies on a canvas of the whole box, if it does not fill it; `nil`: no canvas.
    package var extend: Gravity?
    /// The same with a canvas of the box's proportions around the picture.
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
    /// Behind transparent pixels; `nil` keeps them transparent where the format can.
    package var background: Colour?
    /// 0…1: how opaque `background` is.
    package var backgroundAlpha = 1.0
    package var effects = Effects.none
    package var watermark: Watermark?
    package var resampling = Resampling.lanczos3
    package var mixing = ColourMixing.samples
    /// The first page or frame, from 0, and how many of them.
    package var page = 0
    package var pages = 1
    package var disablesAnimation = false
    /// Whether the thumbnail inside a HEIC or AVIF source, if there is one, stands for the source.
    package var usesEmbeddedThumbnail = false
    /// `nil`: the source's own format if it can be written and shown everywhere, else a fallback (`FormatPolicy`).
    package var format: ImageFormat?
    /// 1…100; `nil`: `output.qualities`, then the format's default.
    package var quality: Int?
    package var output = OutputOptions.standard
    /// What is done with the result, one after the other; the last one's format, quality and output count.
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

/// How pixels between pixels are computed.
package enum Resampling: String, Sendable, Hashable, Codable, CaseIterable {
    case nearest, linear, cubic, lanczos2, lanczos3
}

/// What is averaged where a resize makes one pixel of several.
package enum ColourMixing: String, Sendable, Hashable, Codable, CaseIterable {
    /// The samples as files hold them, which stand for light by a curve.
    case samples
    /// The light itself: fine patterns keep their brightness.
    case light
}
