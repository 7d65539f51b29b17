/// The two ways in which the geometry rounds to whole pixels: sizes round halves away from zero, positions and padding
/// round halves to even. Zero stays zero, whatever the factor.
enum GeometryRounding {
    /// No decoder or encoder has longer sides; anything beyond is clamped to this, so that no sum overflows.
    static let longestSide = Int(Int32.max)

    /// `length` × `factor` as a size: 2.5 is 3.
    static func size(_ length: Int, times factor: Double) -> Int {
        length == 0 ? 0 : size(Double(length) * factor)
    }

    /// `length` as a size.
    static func size(_ length: Double) -> Int {
        whole(length.rounded(.toNearestOrAwayFromZero))
    }

    /// `length` × `factor` as a position or padding: 2.5 is 2, 3.5 is 4.
    static func position(_ length: Int, times factor: Double) -> Int {
        length == 0 ? 0 : position(Double(length) * factor)
    }

    /// `length` as a position or padding.
    static func position(_ length: Double) -> Int {
        whole(length.rounded(.toNearestOrEven))
    }

    /// `length` without its fraction, clamped to ±`longestSide`.
    static func whole(_ length: Double) -> Int {
        // With this order of arguments, a NaN becomes the longest side instead of a trap.
        Int(max(Double(-longestSide), min(Double(longestSide), length)))
    }

    /// `factor` limited so that multiplying and dividing by it stays within the range of a `Double`: beyond 1e-6…1e6
    /// every result is a single pixel or exceeds every limit anyway.
    static func bounded(_ factor: Double) -> Double {
        max(1e-6, min(1e6, factor))
    }
}
