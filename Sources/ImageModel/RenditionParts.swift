// What a rendition can request beyond its size; each value is one option of the URL grammar and of the JSON.

/// A part of the source that is used instead of all of it, measured before resizing.
package struct SourceCrop: Sendable, Hashable, Codable {
    /// 0 is the whole side, below 1 a share of it, otherwise pixels.
    package var width: Double
    package var height: Double
    /// `nil`: the rendition's own gravity.
    package var gravity: Gravity?
    /// The width-to-height ratio that the crop is corrected to; 0 leaves it. With `enlarges`, the crop grows to meet
    /// it.
    package var aspectRatio: Double
    package var enlarges: Bool

    package init(
        width: Double = 0, height: Double = 0, gravity: Gravity? = nil, aspectRatio: Double = 0, enlarges: Bool = false
    ) {
        self.width = width
        self.height = height
        self.gravity = gravity
        self.aspectRatio = aspectRatio
        self.enlarges = enlarges
    }
}

/// Borders of one colour that are removed first.
package struct Trim: Sendable, Hashable, Codable {
    /// How far a pixel may differ from the colour and still count as border, in levels (0…255) of the most different
    /// band.
    package var threshold: Double
    /// `nil`: the colour of the top left pixel.
    package var colour: Colour?
    /// Whether left and right (or top and bottom) are trimmed equally: by the smaller of the two.
    package var isEqualHorizontally: Bool
    package var isEqualVertically: Bool

    package init(
        threshold: Double, colour: Colour? = nil, isEqualHorizontally: Bool = false, isEqualVertically: Bool = false
    ) {
        self.threshold = threshold
        self.colour = colour
        self.isEqualHorizontally = isEqualHorizontally
        self.isEqualVertically = isEqualVertically
    }
}

/// Pixels around the picture, before dpr.
package struct Padding: Sendable, Hashable, Codable {
    package var top: Int
    package var right: Int
    package var bottom: Int
    package var left: Int

    package init(top: Int = 0, right: Int = 0, bottom: Int = 0, left: Int = 0) {
        self.top = top
        self.right = right
        self.bottom = bottom
        self.left = left
    }

    package static let none = Padding()
}

/// A picture laid over the rendition.
package struct Watermark: Sendable, Hashable, Codable {
    package enum Position: Sendable, Hashable, Codable {
        case at(Gravity)
        /// Repeated over the whole picture, with gaps of this many pixels (or a share, if below 1).
        case tiled(gapX: Double, gapY: Double)
    }

    /// 0…1.
    package var opacity: Double
    package var position: Position
    /// The size as a share of the rendition; 0 keeps the watermark's own.
    package var scale: Double
    /// `nil`: the configured one.
    package var url: String?

    package init(opacity: Double, position: Position = .at(.centre), scale: Double = 0, url: String? = nil) {
        self.opacity = opacity
        self.position = position
        self.scale = scale
        self.url = url
    }
}

/// Changes to the pixels after resizing, in the order in which they are made.
package struct Effects: Sendable, Hashable, Codable {
    /// Two colours that replace shadows and highlights.
    package struct Duotone: Sendable, Hashable, Codable {
        package var intensity: Double
        package var shadows: Colour
        package var highlights: Colour

        package init(intensity: Double, shadows: Colour, highlights: Colour) {
            self.intensity = intensity
            self.shadows = shadows
            self.highlights = highlights
        }
    }

    /// Shades of one colour.
    package struct Monochrome: Sendable, Hashable, Codable {
        package var intensity: Double
        package var colour: Colour

        package init(intensity: Double, colour: Colour) {
            self.intensity = intensity
            self.colour = colour
        }
    }

    /// A colour that fades in over the picture.
    package struct Gradient: Sendable, Hashable, Codable {
        package var opacity: Double
        package var colour: Colour
        /// In degrees: 0 fades in downwards, then clockwise.
        package var angle: Double
        /// Where it begins and where it is full, 0…1 of the way.
        package var start: Double
        package var stop: Double

        package init(opacity: Double, colour: Colour = .black, angle: Double = 0, start: Double = 0, stop: Double = 1) {
            self.opacity = opacity
            self.colour = colour
            self.angle = angle
            self.start = start
            self.stop = stop
        }
    }

    /// A rectangle that is blurred; all sides are shares (0…1) of the picture's.
    package struct BlurArea: Sendable, Hashable, Codable {
        package var left: Double
        package var top: Double
        package var width: Double
        package var height: Double

        package init(left: Double, top: Double, width: Double, height: Double) {
            self.left = left
            self.top = top
            self.width = width
            self.height = height
        }
    }

    /// Levels, -255…255.
    package var brightness: Int = 0
    /// A factor, 0 and up; 1 changes nothing.
    package var contrast: Double = 1
    package var saturation: Double = 1
    package var monochrome: Monochrome?
    package var duotone: Duotone?
    /// Sigma in pixels (times dpr); 0 is off.
    package var blur: Double = 0
    package var sharpen: Double = 0
    /// Side of the squares in pixels (times dpr); 1 or less is off.
    package var pixelate: Int = 1
    package var blurAreas: [BlurArea] = []
    /// Sigma of `blurAreas`.
    package var blurAreasSigma: Double = 0
    package var gradient: Gradient?

    package init() {}

    package static let none = Effects()
}
