/// The position of a smaller rectangle within a larger one.
package struct Gravity: Sendable, Hashable, Codable {
    package enum Anchor: Sendable, Hashable, Codable {
        case centre, north, south, east, west, northEast, northWest, southEast, southWest
        /// Where the picture is busiest.
        case smart
        /// A point of the larger rectangle, 0…1 of its sides from the top left corner, that should appear in the
        /// middle.
        case focus(x: Double, y: Double)
    }

    package var anchor: Anchor
    /// The offset away from the anchor's edge, or right and down from the middle: pixels (times dpr) if its magnitude
    /// is 1 or more, else a share of the larger rectangle. Negative offsets go the other way. Not used by `smart` and
    /// `focus`.
    package var offsetX: Double
    package var offsetY: Double

    package init(_ anchor: Anchor = .centre, offsetX: Double = 0, offsetY: Double = 0) {
        self.anchor = anchor
        self.offsetX = offsetX
        self.offsetY = offsetY
    }

    package static let centre = Gravity()
}
