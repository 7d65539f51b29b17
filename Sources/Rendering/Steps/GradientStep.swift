package import Codecs
import Foundation
package import ImageModel

/// Lets a colour fade in over a picture.
package enum GradientStep {
    /// `image` mixed with the gradient's colour: not at all up to `start` of the way across the picture, by its whole
    /// opacity from `stop` on, rising evenly between. Alpha stays.
    ///
    /// The way runs in the direction of the angle through the middle, and is so long that it begins and ends at a corner:
    /// the gradient line of CSS Images Level 3, §3.1.1, |w·sin a| + |h·cos a|. A pixel counts by its middle.
    /// Example: on a picture of four rows, black at full opacity downwards leaves 7/8, 5/8, 3/8, 1/8 of the rows' colours.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(_ image: consuming Image, _ gradient: Effects.Gradient?) throws(CodecError) -> Image {
        guard let gradient, gradient.opacity > 0 else { return image }
        let coloured = gradient.colour.isGrey ? image : try image.asRGB()
        let share = try share(of: gradient, size: coloured.size)
        let samples = coloured.colourBands == 1 ? [Double(gradient.colour.red)] : gradient.colour.samples
        return try coloured.changedColours { (colours) throws(CodecError) in
            let ones = [Double](repeating: -1, count: samples.count)
            let difference = try colours.scaled(by: ones, plus: samples)
            return try colours.adding(try difference.multiplied(by: share))
        }
    }

    /// One band: how much of the colour each pixel takes, 0…1.
    private static func share(of gradient: Effects.Gradient, size: PixelSize) throws(CodecError) -> Image {
        let (width, height) = (Double(size.width), Double(size.height))
        let angle = gradient.angle * .pi / 180
        // 0 degrees points down, 90 to the left: clockwise on a screen.
        let direction = (x: -sin(angle), y: cos(angle))
        let length = abs(width * direction.x) + abs(height * direction.y)
        // A gradient whose stop is at its start turns within a thousandth of a pixel.
        let rise = 1 / max(gradient.stop - gradient.start, 0.001 / length)
        let across = direction.x / length * rise
        let down = direction.y / length * rise
        let middle = (0.5 - gradient.start) * rise
        let start = middle - across * (width - 1) / 2 - down * (height - 1) / 2
        return try Image.ramp(size: size, across: across, down: down, start: start).clippedToUnit()
            .scaled(by: [min(gradient.opacity, 1)], plus: [0])
    }
}
