import Foundation

/// A Gauss filter along one side, computed at a few places and interpolated between them: its result is so smooth that
/// one place per quarter of sigma describes all of it.
///
/// Beyond its ends the side goes on with its first and last sample; what the bell finds there is summed up exactly, so
/// edges are as right as the middle, whatever sigma is. Costs about 32 steps a sample for the places and 4 a sample for
/// the way back.
struct SampledGauss {
    /// What one place is made of.
    struct Place {
        /// The first of the samples that count.
        var first: Int
        /// Of each sample from `first` on; together 1.
        var weights: [Float]
    }

    /// At least four, the first and last beyond the ends of the side.
    let places: [Place]
    /// For each sample of the result the four places from `first` on that it lies between, and their shares.
    let returns: [(first: Int, shares: SIMD4<Float>)]

    /// How far the bell reaches, in sigma: what lies beyond is 6 in 100,000.
    private static let reach = 4.0

    /// `length` at least 1, `sigma` at least 2 pixels.
    init(length: Int, sigma: Double) {
        let step = sigma / 4
        let count = Int((Double(length - 1) / step).rounded(.up)) + 4
        places = (0..<count).map { Self.place(at: Double($0 - 1) * step, length: length, sigma: sigma) }
        returns = (0..<length).map { index in
            let at = Double(index) / step
            let first = min(Int(at), count - 4)
            return (first, Self.shares(Float(at - Double(first))))
        }
    }

    /// The bell around `centre`; the weight of everything before the first and behind the last sample goes to these.
    private static func place(at centre: Double, length: Int, sigma: Double) -> Place {
        let last = length - 1
        let first = min(max(Int(max(centre - reach * sigma, 0)), 0), last)
        let end = min(max(Int(min(centre + reach * sigma, Double(last)).rounded(.up)), first), last)
        var weights = (first...end).map { index in
            let distance = (Double(index) - centre) / sigma
            return exp(-distance * distance / 2)
        }
        let whole = sigma * (2 * Double.pi).squareRoot()
        weights[0] += whole * share(below: (Double(first) - 0.5 - centre) / sigma)
        weights[weights.count - 1] += whole * share(below: (centre - Double(end) - 0.5) / sigma)
        let sum = weights.reduce(0, +)
        return Place(first: first, weights: weights.map { Float($0 / sum) })
    }

    /// The share of the normal distribution that lies below `deviations`.
    private static func share(below deviations: Double) -> Double { erfc(-deviations / 2.0.squareRoot()) / 2 }

    /// Of four places in a row, for `at` (0…1 is between the second and the third): the cubic of Catmull and Rom.
    private static func shares(_ at: Float) -> SIMD4<Float> {
        let (square, cube) = (at * at, at * at * at)
        return SIMD4(
            (-cube + 2 * square - at) / 2, (3 * cube - 5 * square + 2) / 2, (-3 * cube + 4 * square + at) / 2,
            (cube - square) / 2)
    }
}
