/// Reduces a few hundred colours: repeatedly merges the two colours whose merging changes the pixels least.
///
/// The cost of a merge is Ward's measure (J. H. Ward, "Hierarchical grouping to optimize an objective function", 1963):
/// the squared distance of two means times m·n / (m + n) for their numbers of pixels.
struct ColourMerge {
    private struct Cluster {
        var mean: SIMD4<Double>
        var count: Double
        /// Indices of the colours that it stands for.
        var members: [Int]

        func cost(with other: Cluster) -> Double {
            let difference = mean - other.mean
            return (difference * difference).sum() * count * other.count / (count + other.count)
        }
    }

    /// The replacement of each given colour.
    let replacements: [SIMD4<UInt8>]

    /// Merges `colours` (red, green, blue, alpha), which `counts` pixels each have, until at most `maximum` are left.
    /// Cost: the square of their number for each that goes.
    init(_ colours: [SIMD4<UInt8>], counts: [Int], maximum: Int) {
        var clusters = zip(colours, counts).enumerated().map { index, colour in
            Cluster(mean: SIMD4<Double>(colour.0), count: Double(colour.1), members: [index])
        }
        while clusters.count > max(maximum, 1) { Self.mergeNearest(&clusters) }
        var replacements = colours
        for cluster in clusters {
            let mean = SIMD4<UInt8>(clamping: SIMD4<Int>(cluster.mean.rounded(.toNearestOrEven)))
            for member in cluster.members { replacements[member] = mean }
        }
        self.replacements = replacements
    }

    private static func mergeNearest(_ clusters: inout [Cluster]) {
        var best = (cost: Double.infinity, first: 0, second: 1)
        for second in clusters.indices.dropFirst() {
            for first in 0..<second {
                let cost = clusters[first].cost(with: clusters[second])
                if cost < best.cost { best = (cost, first, second) }
            }
        }
        let gone = clusters.remove(at: best.second)
        let kept = clusters[best.first]
        let count = kept.count + gone.count
        clusters[best.first] = Cluster(
            mean: (kept.mean * kept.count + gone.mean * gone.count) / count, count: count,
            members: kept.members + gone.members)
    }
}
