/// How stored pixels must be transformed to be shown upright: the values of EXIF tag 0x0112.
package enum Orientation: Int, Sendable, Hashable, Codable, CaseIterable {
    case upright = 1
    case mirrored = 2
    case turned180 = 3
    case flipped = 4
    case transposed = 5
    case turned90 = 6
    case transversed = 7
    case turned270 = 8

    /// The orientation for a tag's value; values outside 1…8 mean upright, as in every viewer.
    package init(exif value: Int) {
        self = Orientation(rawValue: value) ?? .upright
    }

    /// Whether showing the picture upright swaps width and height.
    package var swapsSides: Bool { rawValue >= 5 }

    /// Whether stored columns come out in reverse order (as rows, if the sides are swapped).
    package var reversesColumns: Bool {
        switch self {
        case .mirrored, .turned180, .transversed, .turned270: true
        case .upright, .flipped, .transposed, .turned90: false
        }
    }

    /// Whether stored rows come out in reverse order (as columns, if the sides are swapped).
    package var reversesRows: Bool {
        switch self {
        case .turned180, .flipped, .turned90, .transversed: true
        case .upright, .mirrored, .transposed, .turned270: false
        }
    }

    /// The clockwise rotation, in quarters, that follows the mirroring (`mirrorsFirst`).
    package var quarterTurns: Int {
        switch self {
        case .upright, .mirrored: 0
        case .turned90, .transversed: 1
        case .turned180, .flipped: 2
        case .turned270, .transposed: 3
        }
    }

    /// Whether left and right are swapped before the rotation.
    package var mirrorsFirst: Bool {
        switch self {
        case .mirrored, .flipped, .transposed, .transversed: true
        case .upright, .turned90, .turned180, .turned270: false
        }
    }

    /// The displayed size of pixels stored as `stored`; and vice versa.
    package func applied(to stored: PixelSize) -> PixelSize {
        swapsSides ? stored.swapped : stored
    }
}
