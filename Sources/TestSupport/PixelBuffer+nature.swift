extension PixelBuffer {
    /// Something like a photograph: colours that change everywhere, at all scales, the finer the less, and seldom sharply.
    package static func nature(width: Int, height: Int, seed: UInt64 = 1) -> PixelBuffer {
        var random = SplitMix64(seed: seed)
        // Light, and blue and red against it.
        let spans = [110.0, 55, 55]
        let fields = spans.map { span in
            field(width, height, span: span, using: &random)
        }
        return PixelBuffer(width: width, height: height, bands: 3) { x, y in
            let (light, blue, red) = (
                120 + fields[0][y * width + x], fields[1][y * width + x], fields[2][y * width + x]
            )
            return [light + red, light - 0.3 * blue - 0.5 * red, light + blue].map {
                UInt8(min(max($0.rounded(), 0), 255))
            }
        }
    }

    /// Sums of random values on finer and finer grids, between which it is interpolated, each with six tenths of the span before it.
    private static func field(
        _ width: Int, _ height: Int, span: Double, using random: inout SplitMix64
    ) -> [Double] {
        var (sum, span, step) = ([Double](repeating: 0, count: width * height), span, 64)
        while step >= 1 {
            let (columns, rows) = (width / step + 2, height / step + 2)
            let grid = (0..<(columns * rows)).map { _ in Double.random(in: -span...span, using: &random) }
            for y in 0..<height {
                for x in 0..<width {
                    let (column, row) = (x / step, y / step)
                    let (right, down) = (Double(x % step) / Double(step), Double(y % step) / Double(step))
                    let corner = row * columns + column
                    let upper = grid[corner] * (1 - right) + grid[corner + 1] * right
                    let lower = grid[corner + columns] * (1 - right) + grid[corner + columns + 1] * right
                    sum[y * width + x] += upper * (1 - down) + lower * down
                }
            }
            (span, step) = (span * 0.6, step / 2)
        }
        return sum
    }
}
