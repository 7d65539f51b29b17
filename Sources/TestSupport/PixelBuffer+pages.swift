extension PixelBuffer {
    /// A page of text as a screen shows it: letters of three thin strokes each, with soft edges, in `inks` by turns on `paper`.
    package static func page(
        width: Int, height: Int, inks: [[UInt8]], paper: [UInt8], seed: UInt64 = 1
    ) -> PixelBuffer {
        var random = SplitMix64(seed: seed)
        let (columns, rows) = (width / Letter.width, height / Letter.height)
        var letters: [Letter?] = []
        for index in 0..<max(1, columns * rows) {
            let isSpace = Int.random(in: 0..<6, using: &random) == 0
            letters.append(isSpace ? nil : Letter(ink: inks[index / 5 % inks.count], using: &random))
        }
        return PixelBuffer(width: width, height: height, bands: 3) { x, y in
            let (column, row) = (x / Letter.width, y / Letter.height)
            guard column < columns, row < rows, let letter = letters[row * columns + column] else { return paper }
            let share = letter.coverage(Double(x % Letter.width) + 0.5, Double(y % Letter.height) + 0.5)
            return (0..<3).map { band in
                UInt8((Double(letter.ink[band]) * share + Double(paper[band]) * (1 - share)).rounded())
            }
        }
    }

    /// One letter in its cell.
    private struct Letter {
        static let (width, height) = (9, 16)
        private static let halfStroke = 0.75

        var ink: [UInt8]
        private var strokes: [(x: Double, y: Double, toX: Double, toY: Double)] = []

        init(ink: [UInt8], using random: inout SplitMix64) {
            self.ink = ink
            for _ in 0..<3 {
                strokes.append(
                    (
                        Double.random(in: 1.5...7.5, using: &random), Double.random(in: 2.5...12.5, using: &random),
                        Double.random(in: 1.5...7.5, using: &random), Double.random(in: 2.5...12.5, using: &random)
                    ))
            }
        }

        /// How much of the pixel around `x`, `y` is ink.
        func coverage(_ x: Double, _ y: Double) -> Double {
            let nearest =
                strokes.map { stroke in
                    let (across, down) = (stroke.toX - stroke.x, stroke.toY - stroke.y)
                    let length = max(across * across + down * down, 1e-9)
                    let along = min(max(((x - stroke.x) * across + (y - stroke.y) * down) / length, 0), 1)
                    let (dx, dy) = (stroke.x + along * across - x, stroke.y + along * down - y)
                    return (dx * dx + dy * dy).squareRoot()
                }.min() ?? .infinity
            return min(max(Self.halfStroke + 0.5 - nearest, 0), 1)
        }
    }
}
