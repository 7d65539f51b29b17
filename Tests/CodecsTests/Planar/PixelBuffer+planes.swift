import ImageModel
import TestSupport

@testable import Codecs

extension PixelBuffer {
    /// Luma and colour differences of an RGB or grey picture by the definition (ITU-R BT.601, 2.5.1 and 2.5.3), coarser
    /// ones as means; rounded once.
    func planes(_ layout: PlaneLayout) -> [PlaneRows] {
        (0..<layout.planes).map { plane in
            let size = layout.size(of: plane, in: PixelSize(width: width, height: height))
            let rows = PlaneRows(size: size, keeping: .max / 4)
            for y in 0..<size.height {
                for x in 0..<size.width {
                    let value = mean(layout.factors(of: plane), x, y) { Self.value($0, of: plane, layout.range) }
                    unsafe rows.row(y)[x] = UInt8(min(max(value.rounded(), 0), 255))
                }
            }
            rows.ready = size.height
            return rows
        }
    }

    private func mean(
        _ factors: (across: Int, down: Int), _ x: Int, _ y: Int, _ value: ([UInt8]) -> Double
    ) -> Double {
        var (sum, count) = (0.0, 0.0)
        for row in y * factors.down..<min((y + 1) * factors.down, height) {
            for column in x * factors.across..<min((x + 1) * factors.across, width) {
                sum += value(self[column, row])
                count += 1
            }
        }
        return sum / count
    }

    private static func value(_ pixel: [UInt8], of plane: Int, _ range: SampleRange) -> Double {
        let (red, green, blue) = (Double(pixel[0]), Double(pixel[pixel.count / 2]), Double(pixel[pixel.count - 1]))
        let luma = 0.299 * red + 0.587 * green + 0.114 * blue
        let isFull = range == .full
        switch plane {
        case 0: return isFull ? luma : 16 + luma * 219 / 255
        case 1: return 128 + (blue - luma) / 1.772 * (isFull ? 1 : 224.0 / 255)
        default: return 128 + (red - luma) / 1.402 * (isFull ? 1 : 224.0 / 255)
        }
    }
}

extension [PlaneRows] {
    /// The mean difference of the samples of `plane`, in levels.
    func meanDifference(to other: [PlaneRows], plane: Int) -> Double {
        let size = self[plane].size
        guard size == other[plane].size else { return 256 }
        var sum = 0
        for y in 0..<size.height {
            for x in 0..<size.width {
                unsafe sum += abs(Int(self[plane].row(y)[x]) - Int(other[plane].row(y)[x]))
            }
        }
        return Double(sum) / Double(size.pixels)
    }
}
