import Foundation
import TestSupport

extension PixelBuffer {
    /// Lanczos 3 by its definition in floating point, across and then down, in the picture's own values; rounded once.
    func resizedExactly(width: Int, height: Int) -> PixelBuffer {
        let columns = Self.windows(from: self.width, to: width)
        let rows = Self.windows(from: self.height, to: height)
        var middle = [Double](repeating: 0, count: width * self.height * bands)
        for y in 0..<self.height {
            for (x, window) in columns.enumerated() {
                for (source, weight) in window {
                    for band in 0..<bands {
                        middle[(y * width + x) * bands + band] +=
                            weight * Double(bytes[(y * self.width + source) * bands + band])
                    }
                }
            }
        }
        return PixelBuffer(width: width, height: height, bands: bands) { x, y in
            (0..<bands).map { band in
                let sum = rows[y].reduce(0.0) { $0 + $1.weight * middle[($1.source * width + x) * bands + band] }
                return UInt8(min(max(sum.rounded(), 0), 255))
            }
        }
    }

    private static func windows(from source: Int, to target: Int) -> [[(source: Int, weight: Double)]] {
        let step = Double(source) / Double(target)
        let spread = max(step, 1)
        return (0..<target).map { index in
            let centre = (Double(index) + 0.5) * step - 0.5
            let window = (Int(ceil(centre - 3 * spread))...Int(floor(centre + 3 * spread))).map { at in
                (source: min(max(at, 0), source - 1), weight: lanczos3((Double(at) - centre) / spread))
            }
            let sum = window.reduce(0) { $0 + $1.weight }
            return window.map { ($0.source, $0.weight / sum) }
        }
    }

    private static func lanczos3(_ x: Double) -> Double {
        guard abs(x) < 3 else { return 0 }
        guard abs(x) > 1e-9 else { return 1 }
        return 3 * sin(.pi * x) * sin(.pi * x / 3) / (.pi * .pi * x * x)
    }
}
