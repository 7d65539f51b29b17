import Codecs
import ImageModel

/// Lightness and colour of a picture, apart, each 0…255.
struct ComparisonPlanes {
    let lightness: Plane
    /// Cb and Cr, at half the size.
    let blue: Plane
    let red: Plane

    /// The planes of an 8-bit picture on white, shrunk to `size`.
    init(_ image: borrowing Image, size: PixelSize) throws(CodecError) {
        let colours = try ResizeStep.apply(try image.asRGB(), size: size)
        let opaque = try BackgroundStep.apply(colours, colour: .white)
        let pixels = try opaque.pixels()
        let planes = pixels.withUnsafeBytes { Self.planes(of: $0, size: size) }
        lightness = planes[0]
        blue = planes[1].halved()
        red = planes[2].halved()
    }

    /// Y, Cb, Cr by the equations of JFIF 1.02.
    private static func planes(of pixels: UnsafeRawBufferPointer, size: PixelSize) -> [Plane] {
        var planes = [Plane](repeating: Plane(width: size.width, height: size.height), count: 3)
        for index in 0..<size.pixels {
            let red = Float(pixels[3 * index])
            let green = Float(pixels[3 * index + 1])
            let blue = Float(pixels[3 * index + 2])
            planes[0].samples[index] = 0.299 * red + 0.587 * green + 0.114 * blue
            planes[1].samples[index] = -0.1687 * red - 0.3313 * green + 0.5 * blue + 128
            planes[2].samples[index] = 0.5 * red - 0.4187 * green - 0.0813 * blue + 128
        }
        return planes
    }
}

/// Samples of one band, row by row.
struct Plane {
    var width: Int
    var height: Int
    var samples: [Float]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        samples = [Float](repeating: 0, count: width * height)
    }

    /// The means of two by two samples; an odd last row or column stands for itself.
    func halved() -> Plane {
        var half = Plane(width: (width + 1) / 2, height: (height + 1) / 2)
        for row in 0..<half.height {
            let (upper, lower) = (2 * row * width, min(2 * row + 1, height - 1) * width)
            for column in 0..<half.width {
                let (left, right) = (2 * column, min(2 * column + 1, width - 1))
                half.samples[row * half.width + column] =
                    (samples[upper + left] + samples[upper + right] + samples[lower + left] + samples[lower + right])
                    / 4
            }
        }
        return half
    }
}
