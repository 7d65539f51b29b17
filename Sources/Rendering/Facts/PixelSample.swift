package import Codecs
package import ImageModel

/// A small copy of a picture, from which facts about its colours are told: at most 100 pixels a side, straight alpha.
package struct PixelSample: Sendable, Hashable {
    /// What every fact here can do with: more pixels cost time and tell no more.
    private static let maximumSide = 100.0

    package let size: PixelSize
    /// Red, green, blue, alpha of each pixel, row by row.
    package let samples: [UInt8]

    /// A sample of `image`, 8-bit sRGB or grey; proportions are kept.
    ///
    /// - Throws: `operationFailed`, `undecodable`.
    package init(_ image: borrowing Image) throws(CodecError) {
        let factor = min(1, Self.maximumSide / Double(max(image.size.width, image.size.height)))
        let size = PixelSize(
            width: max(1, Int((Double(image.size.width) * factor).rounded())),
            height: max(1, Int((Double(image.size.height) * factor).rounded())))
        let pixels = try ResizeStep.apply(try image.asRGB().withAlpha(), size: size).pixels()
        self.init(size: size, samples: pixels.withUnsafeBytes { [UInt8]($0) })
    }

    init(size: PixelSize, samples: [UInt8]) {
        self.size = size
        self.samples = samples
    }

    /// One pixel, each band 0…1.
    func pixel(_ index: Int) -> (red: Double, green: Double, blue: Double, alpha: Double) {
        let first = 4 * index
        return (
            Double(samples[first]) / 255, Double(samples[first + 1]) / 255, Double(samples[first + 2]) / 255,
            Double(samples[first + 3]) / 255
        )
    }
}
