package import ImageModel

/// The colours that a picture is made of.
package struct DominantColours: Sendable, Hashable, Codable {
    package struct Entry: Sendable, Hashable, Codable {
        package var colour: Colour
        /// 0…1 of the pixels that are not transparent.
        package var share: Double
    }

    /// The most frequent first; shares add up to 1.
    package let entries: [Entry]

    private typealias Point = SIMD3<Float>
    private static let rounds = 8

    /// Up to `count` (1…256) colours of `sample`; fewer when it has fewer, none when it is transparent all over.
    ///
    /// Median cut (Heckbert, "Color image quantization for frame buffer display", SIGGRAPH 1982) finds where to begin;
    /// Lloyd's k-means then moves each colour to the mean of the pixels that are nearest to it. No chance is in it: the
    /// same pixels give the same colours. Pixels less than half opaque are left out.
    package init(of sample: PixelSample, count: Int) {
        let points = Self.points(of: sample)
        var centres = Self.medianCut(points, count: min(max(count, 1), 256))
        var members = Self.members(points, of: centres)
        for _ in 0..<Self.rounds {
            centres = members.filter { !$0.isEmpty }.map(Self.mean)
            members = Self.members(points, of: centres)
        }
        let entries = zip(centres, members).filter { !$1.isEmpty }.map { centre, members in
            Entry(colour: Self.colour(centre), share: Double(members.count) / Double(points.count))
        }
        self.entries = Self.merged(entries)
    }

    private static func points(of sample: PixelSample) -> [Point] {
        stride(from: 0, to: sample.samples.count, by: 4).compactMap { first in
            guard sample.samples[first + 3] >= 128 else { return nil }
            return Point(
                Float(sample.samples[first]), Float(sample.samples[first + 1]), Float(sample.samples[first + 2]))
        }
    }

    /// Means of boxes, made by cutting the box with the widest band in two at that band's middle pixel.
    private static func medianCut(_ points: [Point], count: Int) -> [Point] {
        guard !points.isEmpty else { return [] }
        var boxes = [points]
        while boxes.count < count {
            let widths = boxes.map { widestBand($0).width }
            guard let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 0 else { break }
            let band = widestBand(boxes[widest]).band
            let sorted = boxes[widest].sorted { $0[band] < $1[band] }
            boxes[widest] = Array(sorted[..<(sorted.count / 2)])
            boxes.append(Array(sorted[(sorted.count / 2)...]))
        }
        return boxes.map(mean)
    }

    private static func widestBand(_ points: [Point]) -> (band: Int, width: Float) {
        guard var low = points.first else { return (0, 0) }
        var high = low
        for point in points {
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        let widths = high - low
        let band = (0..<3).max { widths[$0] < widths[$1] } ?? 0
        return (band, widths[band])
    }

    private static func members(_ points: [Point], of centres: [Point]) -> [[Point]] {
        var members = [[Point]](repeating: [], count: centres.count)
        for point in points {
            var (nearest, least) = (0, Float.infinity)
            for (index, centre) in centres.enumerated() {
                let difference = point - centre
                let distance = (difference * difference).sum()
                if distance < least { (nearest, least) = (index, distance) }
            }
            members[nearest].append(point)
        }
        return members
    }

    private static func mean(_ points: [Point]) -> Point {
        points.reduce(Point.zero, +) / Float(max(points.count, 1))
    }

    private static func colour(_ point: Point) -> Colour {
        Colour(red: Int(point.x.rounded()), green: Int(point.y.rounded()), blue: Int(point.z.rounded()))
    }

    /// Colours that are the same once rounded count as one.
    private static func merged(_ entries: [Entry]) -> [Entry] {
        var shares: [Colour: Double] = [:]
        for entry in entries { shares[entry.colour, default: 0] += entry.share }
        return shares.map { Entry(colour: $0, share: $1) }.sorted {
            ($1.share, $0.colour.red, $0.colour.green, $0.colour.blue)
                < ($0.share, $1.colour.red, $1.colour.green, $1.colour.blue)
        }
    }
}
