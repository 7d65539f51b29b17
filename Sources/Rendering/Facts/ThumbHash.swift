import Foundation
import ImageModel

/// Some 25 bytes that a page can draw as a blurred preview with its proportions and transparency: ThumbHash.
///
/// By its published format (evanw.github.io/thumbhash): cosine components of lightness, two colour differences and
/// alpha in half bytes, behind a header of five or six bytes.
package enum ThumbHash {
    /// The hash of `sample`.
    package static func bytes(of sample: PixelSample) -> [UInt8] {
        let planes = Planes(sample)
        let size = sample.size
        let limit = planes.hasAlpha ? 5.0 : 7.0
        let longest = Double(max(size.width, size.height))
        let across = max(1, rounded(limit * Double(size.width) / longest))
        let down = max(1, rounded(limit * Double(size.height) / longest))
        let lightness = Channel(planes.lightness, sample, across: max(3, across), down: max(3, down))
        let yellowBlue = Channel(planes.yellowBlue, sample, across: 3, down: 3)
        let redGreen = Channel(planes.redGreen, sample, across: 3, down: 3)
        let alpha = planes.hasAlpha ? Channel(planes.alpha, sample, across: 5, down: 5) : nil

        let first =
            rounded(63 * lightness.mean) | rounded(31.5 + 31.5 * yellowBlue.mean) << 6
            | rounded(31.5 + 31.5 * redGreen.mean) << 12 | rounded(31 * lightness.scale) << 18
            | (planes.hasAlpha ? 1 << 23 : 0)
        let isLandscape = size.width > size.height
        let second =
            (isLandscape ? down : across) | rounded(63 * yellowBlue.scale) << 3 | rounded(63 * redGreen.scale) << 9
            | (isLandscape ? 1 << 15 : 0)
        var bytes = [first, first >> 8, first >> 16, second, second >> 8].map { UInt8(truncatingIfNeeded: $0) }
        if let alpha { bytes.append(UInt8(rounded(15 * alpha.mean) | rounded(15 * alpha.scale) << 4)) }
        let details = [lightness, yellowBlue, redGreen].flatMap(\.details) + (alpha?.details ?? [])
        return bytes + halfBytes(details)
    }

    /// Two numbers of 0…1 a byte, the first in the lower half.
    private static func halfBytes(_ details: [Double]) -> [UInt8] {
        stride(from: 0, to: details.count, by: 2).map { index in
            let upper = index + 1 < details.count ? rounded(15 * details[index + 1]) : 0
            return UInt8(rounded(15 * details[index]) | upper << 4)
        }
    }

    /// Half up.
    private static func rounded(_ value: Double) -> Int { Int((value + 0.5).rounded(.down)) }
}

extension ThumbHash {
    /// A picture on its own mean colour, as lightness and two differences.
    private struct Planes {
        var lightness: [Double] = []
        var yellowBlue: [Double] = []
        var redGreen: [Double] = []
        var alpha: [Double] = []
        let hasAlpha: Bool

        init(_ sample: PixelSample) {
            let pixels = (0..<sample.size.pixels).map(sample.pixel)
            let opacity = pixels.reduce(0) { $0 + $1.alpha }
            hasAlpha = opacity < Double(pixels.count)
            let weight = opacity > 0 ? 1 / opacity : 0
            let red = pixels.reduce(0) { $0 + $1.red * $1.alpha } * weight
            let green = pixels.reduce(0) { $0 + $1.green * $1.alpha } * weight
            let blue = pixels.reduce(0) { $0 + $1.blue * $1.alpha } * weight
            for pixel in pixels {
                let rest = 1 - pixel.alpha
                let shown = (
                    red: red * rest + pixel.red * pixel.alpha, green: green * rest + pixel.green * pixel.alpha,
                    blue: blue * rest + pixel.blue * pixel.alpha
                )
                lightness.append((shown.red + shown.green + shown.blue) / 3)
                yellowBlue.append((shown.red + shown.green) / 2 - shown.blue)
                redGreen.append(shown.red - shown.green)
                alpha.append(pixel.alpha)
            }
        }
    }

    /// The cosine components of one plane, in the triangle of those that are coarse in both directions together.
    private struct Channel {
        var mean = 0.0
        /// 0…1, 0.5 for nothing, as shares of `scale`.
        var details: [Double] = []
        var scale = 0.0

        init(_ plane: [Double], _ sample: PixelSample, across: Int, down: Int) {
            let (width, height) = (sample.size.width, sample.size.height)
            for row in 0..<down {
                let vertical = Self.cosines(row, length: height)
                for column in 0..<across where column * down < across * (down - row) {
                    let component = Self.component(plane, Self.cosines(column, length: width), vertical)
                    if column == 0, row == 0 { mean = component } else { details.append(component) }
                }
            }
            scale = details.reduce(0) { max($0, abs($1)) }
            if scale > 0 { details = details.map { [scale] in 0.5 + 0.5 / scale * $0 } }
        }

        private static func cosines(_ component: Int, length: Int) -> [Double] {
            (0..<length).map { cos(.pi / Double(length) * Double(component) * (Double($0) + 0.5)) }
        }

        private static func component(_ plane: [Double], _ across: [Double], _ down: [Double]) -> Double {
            var sum = 0.0
            for (row, vertical) in down.enumerated() {
                for (column, horizontal) in across.enumerated() {
                    sum += plane[row * across.count + column] * horizontal * vertical
                }
            }
            return sum / Double(plane.count)
        }
    }
}
