package import ImageModel

/// Six colours that stand for a picture: vibrant and muted ones, each plain, light and dark.
///
/// Each is the colour of the picture that is nearest to an ideal of saturation and lightness (HSL), the more frequent
/// of such that are equally near; no colour stands for two.
package struct ColourSwatches: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case vibrant
        case lightVibrant = "light_vibrant"
        case darkVibrant = "dark_vibrant"
        case muted
        case lightMuted = "light_muted"
        case darkMuted = "dark_muted"

        fileprivate var saturation: (ideal: Double, range: ClosedRange<Double>) {
            switch self {
            case .vibrant, .lightVibrant, .darkVibrant: (1, 0.35...1)
            case .muted, .lightMuted, .darkMuted: (0.3, 0...0.4)
            }
        }

        fileprivate var lightness: (ideal: Double, range: ClosedRange<Double>) {
            switch self {
            case .vibrant, .muted: (0.5, 0.3...0.7)
            case .lightVibrant, .lightMuted: (0.74, 0.55...1)
            case .darkVibrant, .darkMuted: (0.26, 0...0.45)
            }
        }

        /// The plain one of the same saturation.
        fileprivate var plain: Kind {
            switch self {
            case .vibrant, .lightVibrant, .darkVibrant: .vibrant
            case .muted, .lightMuted, .darkMuted: .muted
            }
        }
    }

    package private(set) var colours: [Kind: Colour] = [:]

    /// The swatches of `dominant`. Those that it has no colour for are absent, or made from the nearest of the others
    /// by changing its lightness when `buildsMissing`.
    package init(of dominant: DominantColours, buildsMissing: Bool) {
        for kind in Kind.allCases {
            let used = Set(colours.values)
            let candidates = dominant.entries.filter { !used.contains($0.colour) }
            let ranked = candidates.compactMap { entry in
                Self.distance(entry, kind).map { (colour: entry.colour, distance: $0) }
            }
            colours[kind] = ranked.min { $0.distance < $1.distance }?.colour
        }
        if buildsMissing { build(from: dominant) }
    }

    /// How far a colour is from the ideal, 0 and up; `nil` if it is not of that kind.
    private static func distance(_ entry: DominantColours.Entry, _ kind: Kind) -> Double? {
        let colour = HSL(entry.colour)
        guard kind.saturation.range.contains(colour.saturation), kind.lightness.range.contains(colour.lightness) else {
            return nil
        }
        return 3 * abs(colour.saturation - kind.saturation.ideal) + 6 * abs(colour.lightness - kind.lightness.ideal)
            + (1 - entry.share)
    }

    private mutating func build(from dominant: DominantColours) {
        for kind in Kind.allCases where colours[kind] == nil {
            let relatives = Kind.allCases.filter { $0.plain == kind.plain }.compactMap { colours[$0] }
            guard let base = colours[kind.plain] ?? relatives.first ?? dominant.entries.first?.colour else { continue }
            var built = HSL(base)
            built.lightness = kind.lightness.ideal
            let range = kind.saturation.range
            built.saturation = min(max(built.saturation, range.lowerBound), range.upperBound)
            colours[kind] = built.colour
        }
    }
}

/// A colour as hue, saturation and lightness (A. R. Smith, "Color gamut transform pairs", SIGGRAPH 1978).
private struct HSL {
    /// 0…6.
    var hue: Double
    /// 0…1.
    var saturation: Double
    var lightness: Double

    init(_ colour: Colour) {
        let (red, green, blue) = (Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
        let (high, low) = (max(red, green, blue), min(red, green, blue))
        let chroma = high - low
        lightness = (high + low) / 2
        saturation = chroma == 0 ? 0 : chroma / (1 - abs(2 * lightness - 1))
        if chroma == 0 {
            hue = 0
        } else if high == red {
            hue = (green - blue) / chroma + (green < blue ? 6 : 0)
        } else if high == green {
            hue = (blue - red) / chroma + 2
        } else {
            hue = (red - green) / chroma + 4
        }
    }

    var colour: Colour {
        let chroma = (1 - abs(2 * lightness - 1)) * saturation
        let second = chroma * (1 - abs(hue.truncatingRemainder(dividingBy: 2) - 1))
        let offset = lightness - chroma / 2
        let (red, green, blue) =
            switch hue {
            case ..<1: (chroma, second, 0.0)
            case ..<2: (second, chroma, 0.0)
            case ..<3: (0.0, chroma, second)
            case ..<4: (0.0, second, chroma)
            case ..<5: (second, 0.0, chroma)
            default: (chroma, 0.0, second)
            }
        func level(_ share: Double) -> Int { min(max(Int(((share + offset) * 255).rounded()), 0), 255) }
        return Colour(red: level(red), green: level(green), blue: level(blue))
    }
}
