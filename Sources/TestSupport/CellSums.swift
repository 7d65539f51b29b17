/// The sums of a picture's samples in each cell of a grid: R G B times alpha (0…1), and alpha (0…255), weighted by area.
///
/// Pictures are large and tests are built without optimisation, so the inner loops use plain pointers and floating
/// point, whose conversions are not generic.
struct CellSums {
    private(set) var values = [Double](repeating: 0, count: 4 * ContentGrid.cells * ContentGrid.cells)

    /// Adjacent pixels that lie in one cell with the same weight.
    private struct Run {
        var start: Int
        var count: Int
        var cell: Int
        var weight: Double
    }

    /// The sums of `picture`.
    init(_ picture: PixelBuffer) {
        let rows = Self.runs(of: picture.height)
        let columns = Self.runs(of: picture.width)
        picture.bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            for run in rows {
                for row in run.start..<(run.start + run.count) {
                    for column in columns {
                        let pixels = base + (row * picture.width + column.start) * picture.bands
                        let sums = Self.sums(pixels, column.count, picture.bands)
                        add(sums, to: run.cell * ContentGrid.cells + column.cell, weight: run.weight * column.weight)
                    }
                }
            }
        }
    }

    private mutating func add(_ sums: SIMD4<Double>, to cell: Int, weight: Double) {
        for band in 0..<4 { values[cell * 4 + band] += sums[band] * weight }
    }

    /// The runs along a side: the whole pixels of each cell, and those shared by two or more cells.
    private static func runs(of length: Int) -> [Run] {
        (0..<ContentGrid.cells).flatMap { cell -> [Run] in
            let start = Double(length * cell) / Double(ContentGrid.cells)
            let end = Double(length * (cell + 1)) / Double(ContentGrid.cells)
            let (first, last) = (Int(start.rounded(.up)), Int(end))
            guard first <= last else {
                return [Run(start: Int(start), count: 1, cell: cell, weight: end - start)]
            }
            return [
                Run(start: first - 1, count: 1, cell: cell, weight: Double(first) - start),
                Run(start: first, count: last - first, cell: cell, weight: 1),
                Run(start: last, count: 1, cell: cell, weight: end - Double(last)),
            ].filter { $0.weight > 0 && $0.count > 0 }
        }
    }

    private static func sums(_ pixels: UnsafePointer<UInt8>, _ count: Int, _ bands: Int) -> SIMD4<Double> {
        switch bands {
        case 1: grey(pixels, count)
        case 3: colour(pixels, count)
        default: transparent(pixels, count, bands)
        }
    }

    private static func grey(_ pixels: UnsafePointer<UInt8>, _ count: Int) -> SIMD4<Double> {
        var (sum, offset) = (0.0, 0)
        while offset < count {
            sum += Double(pixels[offset])
            offset += 1
        }
        return SIMD4(sum, sum, sum, 255 * Double(count))
    }

    private static func colour(_ pixels: UnsafePointer<UInt8>, _ count: Int) -> SIMD4<Double> {
        var (red, green, blue, offset) = (0.0, 0.0, 0.0, 0)
        while offset < 3 * count {
            red += Double(pixels[offset])
            green += Double(pixels[offset + 1])
            blue += Double(pixels[offset + 2])
            offset += 3
        }
        return SIMD4(red, green, blue, 255 * Double(count))
    }

    private static func transparent(_ pixels: UnsafePointer<UInt8>, _ count: Int, _ bands: Int) -> SIMD4<Double> {
        let (second, third) = bands == 4 ? (1, 2) : (0, 0)
        var (red, green, blue, alphas, offset) = (0.0, 0.0, 0.0, 0.0, 0)
        while offset < bands * count {
            let alpha = Double(pixels[offset + bands - 1])
            red += Double(pixels[offset]) * alpha
            green += Double(pixels[offset + second]) * alpha
            blue += Double(pixels[offset + third]) * alpha
            alphas += alpha
            offset += bands
        }
        return SIMD4(red / 255, green / 255, blue / 255, alphas)
    }
}
