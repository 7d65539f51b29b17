import Foundation

/// The colours of the red, green, blue and white light of which samples are mixed, as CIE 1931 x and y.
struct Primaries: Sendable, Hashable {
    struct Point: Sendable, Hashable {
        var x: Double
        var y: Double

        /// X, Y, Z at Y = 1.
        var xyz: [Double] { [x / y, 1, (1 - x - y) / y] }

        /// Whether there is such a light.
        var isReal: Bool { x >= 0 && y > 0.001 && x + y <= 1.001 }
    }

    var red: Point
    var green: Point
    var blue: Point
    var white: Point

    init(_ red: (Double, Double), _ green: (Double, Double), _ blue: (Double, Double), white: (Double, Double)) {
        self.red = Point(x: red.0, y: red.1)
        self.green = Point(x: green.0, y: green.1)
        self.blue = Point(x: blue.0, y: blue.1)
        self.white = Point(x: white.0, y: white.1)
    }

    private static let d65 = (0.3127, 0.3290)
    private static let illuminantC = (0.310, 0.316)

    /// BT.709 and sRGB.
    static let sRGB = Primaries((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), white: d65)
    static let adobeRGB = Primaries((0.640, 0.330), (0.210, 0.710), (0.150, 0.060), white: d65)

    /// The primaries with a number (ITU-T H.273, table 2); `nil` for numbers that name none.
    init?(code: Int) {
        switch code {
        case 1: self = .sRGB
        case 4: self = Primaries((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), white: Self.illuminantC)
        case 5: self = Primaries((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), white: Self.d65)
        case 6, 7: self = Primaries((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), white: Self.d65)
        case 8: self = Primaries((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), white: Self.illuminantC)
        case 9: self = Primaries((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), white: Self.d65)
        case 11: self = Primaries((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), white: (0.314, 0.351))
        case 12: self = Primaries((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), white: Self.d65)
        case 22: self = Primaries((0.630, 0.340), (0.295, 0.605), (0.155, 0.077), white: Self.d65)
        default: return nil
        }
    }

    /// Whether no number is further from sRGB's than a writer's rounding.
    var areSRGB: Bool {
        zip(points, Self.sRGB.points).allSatisfy { abs($0.x - $1.x) < 0.005 && abs($0.y - $1.y) < 0.005 }
    }

    private var points: [Point] { [red, green, blue, white] }

    /// The matrix from light of the primaries, 1 for white, to XYZ under D50: its columns, red, green, blue; and the
    /// adaptation of white by itself, row by row. `nil` if such lights can't be mixed to that white.
    ///
    /// The adaptation is Bradford's (ICC.1:2022, annex E).
    var adapted: (columns: [[Double]], adaptation: [[Double]])? {
        guard points.allSatisfy(\.isReal) else { return nil }
        let lights = [red, green, blue].map(\.xyz)
        let rows = (0..<3).map { row in lights.map { $0[row] } }
        guard let inverse = Self.inverse(rows) else { return nil }
        let strengths = Self.product(inverse, white.xyz)
        guard strengths.allSatisfy({ $0.isFinite && $0 > 0 && $0 < 100 }) else { return nil }
        let adaptation = Self.adaptation(from: white.xyz)
        let columns = zip(lights, strengths).map { light, strength in
            Self.product(adaptation, light.map { $0 * strength })
        }
        return (columns, adaptation)
    }

    private static let d50 = [0.9642, 1, 0.8249]
    private static let bradford = [
        [0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296],
    ]
    private static let bradfordInverse = [
        [0.9869929, -0.1470543, 0.1599627], [0.4323053, 0.5183603, 0.0492912], [-0.0085287, 0.0400428, 0.9684867],
    ]

    private static func adaptation(from white: [Double]) -> [[Double]] {
        let (from, to) = (product(bradford, white), product(bradford, d50))
        let scaled = (0..<3).map { row in bradford[row].map { $0 * to[row] / from[row] } }
        return (0..<3).map { row in
            (0..<3).map { column in (0..<3).reduce(0) { $0 + bradfordInverse[row][$1] * scaled[$1][column] } }
        }
    }

    private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
        matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    private static func inverse(_ m: [[Double]]) -> [[Double]]? {
        func minor(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Double { m[a][c] * m[b][d] - m[a][d] * m[b][c] }
        let determinant = m[0][0] * minor(1, 2, 1, 2) - m[0][1] * minor(1, 2, 0, 2) + m[0][2] * minor(1, 2, 0, 1)
        guard abs(determinant) > 1e-6 else { return nil }
        let adjugate = [
            [minor(1, 2, 1, 2), -minor(0, 2, 1, 2), minor(0, 1, 1, 2)],
            [-minor(1, 2, 0, 2), minor(0, 2, 0, 2), -minor(0, 1, 0, 2)],
            [minor(1, 2, 0, 1), -minor(0, 2, 0, 1), minor(0, 1, 0, 1)],
        ]
        return adjugate.map { $0.map { $0 / determinant } }
    }
}
