/// How the samples of a picture lie in planes: its colours, and behind them its alpha.
package struct PlaneLayout: Sendable, Hashable, Codable {
    /// What the planes before that of alpha mean.
    package enum Colours: Sendable, Hashable, Codable {
        case grey
        /// Luma and two colour differences that may be coarser (BT.601).
        case differences
        case rgb

        /// 1 or 3.
        package var planes: Int { self == .grey ? 1 : 3 }
    }

    package var colours: Colours
    /// Whether the last plane is alpha; the samples of the others are then weighted by it.
    package var hasAlpha: Bool
    /// Luma samples beside each other for one sample of a colour difference: 1 or 2.
    package var across: Int
    /// The same above each other.
    package var down: Int
    /// Of grey and of differences; other samples use all values.
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
    /// 4:2:0 as WebP has it.
    package static let webp = PlaneLayout(.differences, across: 2, down: 2, range: .limited)

    /// 1 to 4.
    package var planes: Int { colours.planes + (hasAlpha ? 1 : 0) }

    /// The same colours and alpha, all planes as fine as the finest.
    package var finest: PlaneLayout { PlaneLayout(colours, hasAlpha: hasAlpha, range: range) }

    /// Luma samples a side for one sample of `plane`.
    package func factors(of plane: Int) -> (across: Int, down: Int) {
        (1..<colours.planes).contains(plane) ? (across, down) : (1, 1)
    }

    /// The samples of `plane` in a picture of `size`.
    package func size(of plane: Int, in size: PixelSize) -> PixelSize {
        let (across, down) = factors(of: plane)
        return PixelSize(width: (size.width + across - 1) / across, height: (size.height + down - 1) / down)
    }

    /// Samples for one pixel, all planes together.
    package var samplesPerPixel: Double {
        Double(planes - 2 * (colours.planes / 3)) + 2 * Double(colours.planes / 3) / Double(across * down)
    }
}
