/// How the samples of a picture are arranged in planes: its colours, followed by its alpha.
package struct PlaneLayout: Sendable, Hashable, Codable {
    /// What the planes before alpha mean.
    package enum Colours: Sendable, Hashable, Codable {
        case grey
        /// Luma and two colour differences that may be subsampled (BT.601).
        case differences
        case rgb

        /// 1 or 3.
        package var planes: Int { self == .grey ? 1 : 3 }
    }

    package var colours: Colours
    /// Whether the last plane is alpha; the other samples are then weighted by it.
    package var hasAlpha: Bool
    /// Horizontal subsampling of the colour differences: 1 or 2 luma samples for each.
    package var across: Int
    /// Vertical subsampling: 1 or 2.
    package var down: Int
    /// For grey and colour differences; other samples use all values.
    package var range: SampleRange

    package init(
        _ colours: Colours, hasAlpha: Bool = false, across: Int = 1, down: Int = 1, range: SampleRange = .full
    ) {
        self.colours = colours
        self.hasAlpha = hasAlpha
        self.across = across
        self.down = down
        self.range = range
    }

    package static let grey = PlaneLayout(.grey)
    /// 4:4:4.
    package static let full = PlaneLayout(.differences)
    /// 4:2:0.
    package static let halved = PlaneLayout(.differences, across: 2, down: 2)
    /// 4:2:0 as in WebP.
    package static let webp = PlaneLayout(.differences, across: 2, down: 2, range: .limited)

    /// Of JPEG and AVIF files of `quality`, 1…100: colours at half the sides up to 89 unless `subsampling` says otherwise, as
    /// libvips does.
    package init(_ subsampling: OutputOptions.Subsampling, quality: Int) {
        switch subsampling {
        case .on: self = .halved
        case .off: self = .full
        case .auto: self = quality <= Self.finestHalvedQuality ? .halved : .full
        }
    }

    package static let finestHalvedQuality = 89

    /// 1 to 4.
    package var planes: Int { colours.planes + (hasAlpha ? 1 : 0) }

    /// Whether each pixel has colours of its own.
    package var hasAllColours: Bool { colours != .grey && across == 1 && down == 1 }

    /// The same colours and alpha, with all planes at the resolution of the finest.
    package var finest: PlaneLayout { PlaneLayout(colours, hasAlpha: hasAlpha, range: range) }

    /// Luma samples for one sample of `plane`, in each direction.
    package func factors(of plane: Int) -> (across: Int, down: Int) {
        (1..<colours.planes).contains(plane) ? (across, down) : (1, 1)
    }

    /// The size of `plane`, in samples, for a picture of `size`.
    package func size(of plane: Int, in size: PixelSize) -> PixelSize {
        let (across, down) = factors(of: plane)
        return PixelSize(width: (size.width + across - 1) / across, height: (size.height + down - 1) / down)
    }

    /// Samples per pixel over all planes.
    package var samplesPerPixel: Double {
        Double(planes - 2 * (colours.planes / 3)) + 2 * Double(colours.planes / 3) / Double(across * down)
    }
}
