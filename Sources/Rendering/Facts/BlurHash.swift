import Foundation
import ImageModel

/// A text of some 30 letters that a page can draw as a blurred preview: BlurHash.
///
/// By its published format (github.com/woltapp/blurhash, Algorithm.md): the lowest cosine components of the picture's
/// linear colours, quantised, in base 83.
package enum BlurHash {
    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~")

    private typealias Component = (red: Double, green: Double, blue: Double)

    /// The hash of `sample`, laid on white, with `x` × `y` components (1…9 each; others are held to that).
    ///
    /// Layout: one letter for the numbers of components, one for the scale of the small ones, four for the mean colour,
    /// two for each further component.
    package static func text(of sample: PixelSample, x: Int, y: Int) -> String {
        let (x, y) = (min(max(x, 1), 9), min(max(y, 1), 9))
        let components = components(of: sample, x: x, y: y)
        let details = components.dropFirst()
        let largest = details.map { max(abs($0.red), abs($0.green), abs($0.blue)) }.max() ?? 0
        let scaleDigit = details.isEmpty ? 0 : min(max(Int((largest * 166 - 0.5).rounded(.down)), 0), 82)
        let scale = details.isEmpty ? 1 : Double(scaleDigit + 1) / 166
        return base83((x - 1) + (y - 1) * 9, digits: 1) + base83(scaleDigit, digits: 1)
            + base83(mean(components[0]), digits: 4)
            + details.map { base83(detail($0, scale: scale), digits: 2) }.joined()
    }

    /// Component (i, j): the mean of cos(πix/w)·cos(πjy/h) times the linear colour, twice that but for the first.
    private static func components(of sample: PixelSample, x: Int, y: Int) -> [Component] {
        let (width, height) = (sample.size.width, sample.size.height)
        let linear = (0..<sample.size.pixels).map { linearOnWhite(sample.pixel($0)) }
        let across = cosines(x, length: width)
        let down = cosines(y, length: height)
        var components: [Component] = []
        for j in 0..<y {
            for i in 0..<x {
                var sum: Component = (0, 0, 0)
                for row in 0..<height {
                    for column in 0..<width {
                        let basis = across[i][column] * down[j][row]
                        let pixel = linear[row * width + column]
                        sum.red += basis * pixel.red
                        sum.green += basis * pixel.green
                        sum.blue += basis * pixel.blue
                    }
                }
                let factor = (i == 0 && j == 0 ? 1.0 : 2.0) / Double(width * height)
                components.append((sum.red * factor, sum.green * factor, sum.blue * factor))
            }
        }
        return components
    }

    private static func cosines(_ count: Int, length: Int) -> [[Double]] {
        (0..<count).map { component in
            (0..<length).map { cos(.pi * Double(component) * Double($0) / Double(length)) }
        }
    }

    private static func linearOnWhite(
        _ pixel: (red: Double, green: Double, blue: Double, alpha: Double)
    ) -> Component {
        func laid(_ sample: Double) -> Double { linear(sample * pixel.alpha + 1 - pixel.alpha) }
        return (laid(pixel.red), laid(pixel.green), laid(pixel.blue))
    }

    /// IEC 61966-2-1, 5.2 and back.
    private static func linear(_ value: Double) -> Double {
        value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    private static func level(_ linear: Double) -> Int {
        let value = min(max(linear, 0), 1)
        let encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
        return Int(encoded * 255 + 0.5)
    }

    private static func mean(_ component: Component) -> Int {
        level(component.red) << 16 | level(component.green) << 8 | level(component.blue)
    }

    /// Three numbers of 0…18, 9 for nothing, on the scale of square roots.
    private static func detail(_ component: Component, scale: Double) -> Int {
        func quantised(_ value: Double) -> Int {
            let share = value / scale
            let root = share < 0 ? -sqrt(-share) : sqrt(share)
            return min(max(Int((root * 9 + 9.5).rounded(.down)), 0), 18)
        }
        return (quantised(component.red) * 19 + quantised(component.green)) * 19 + quantised(component.blue)
    }

    private static func base83(_ value: Int, digits: Int) -> String {
        var (value, text) = (value, "")
        for _ in 0..<digits {
            text = String(alphabet[value % 83]) + text
            value /= 83
        }
        return text
    }
}
