import Codecs
import ImageModel

/// A Gauss filter whose cost does not grow with its width: first along rows, then along columns, each at few places.
///
/// Besides `pixels`, it holds a float for each place of each row, 16 / sigma bytes a sample, and then the result.
struct WideBlur {
    private let size: PixelSize
    private let bands: Int
    /// The band that colours are weighted by; `nil` without alpha.
    private let alpha: Int?
    private let across: SampledGauss
    private let down: SampledGauss

    /// For pictures of `size` with `bands` of 8 bits, straight alpha; `sigma` at least 2 pixels.
    init(size: PixelSize, bands: Int, hasAlpha: Bool, sigma: Double) {
        self.size = size
        self.bands = bands
        alpha = hasAlpha ? bands - 1 : nil
        across = SampledGauss(length: size.width, sigma: sigma)
        down = SampledGauss(length: size.height, sigma: sigma)
    }

    /// `pixels`, row by row, blurred.
    ///
    /// - Throws: `interrupted`.
    func blurred(_ pixels: UnsafeRawBufferPointer) throws(CodecError) -> [UInt8] {
        let columns = across.places.count * bands
        let narrow = rows(of: pixels, columns: columns)
        // The loops over rows end early in that case, with empty rows.
        try Interruption.check()
        let small = try crossed(narrow, columns: columns)
        let result = widened(small, columns: columns)
        try Interruption.check()
        return result
    }

    /// Each row at the places along it.
    private func rows(of pixels: UnsafeRawBufferPointer, columns: Int) -> [Float] {
        var row = [Float](repeating: 0, count: size.width * bands)
        return [Float](unsafeUninitializedCapacity: size.height * columns) { result, count in
            for y in 0..<size.height {
                if Interruption.isWished { return }
                load(pixels, row: y, into: &row)
                row.withUnsafeBufferPointer { row in
                    for (column, place) in across.places.enumerated() {
                        for band in 0..<bands {
                            var sum: Float = 0
                            var index = place.first * bands + band
                            for weight in place.weights {
                                sum += weight * row[index]
                                index += bands
                            }
                            result.initializeElement(at: y * columns + column * bands + band, to: sum)
                        }
                    }
                }
            }
            count = size.height * columns
        }
    }

    /// One row as floats, colours weighted by alpha.
    private func load(_ pixels: UnsafeRawBufferPointer, row y: Int, into row: inout [Float]) {
        let start = y * size.width * bands
        for index in 0..<size.width * bands { row[index] = Float(pixels[start + index]) }
        guard let alpha else { return }
        for x in stride(from: 0, to: row.count, by: bands) {
            let share = row[x + alpha] / 255
            for band in 0..<alpha { row[x + band] *= share }
        }
    }

    /// Those rows at the places down the picture.
    private func crossed(_ narrow: [Float], columns: Int) throws(CodecError) -> [[Float]] {
        try down.places.map { (place) throws(CodecError) in
            try Interruption.check()
            var row = [Float](repeating: 0, count: columns)
            for (offset, weight) in place.weights.enumerated() {
                let start = (place.first + offset) * columns
                for column in 0..<columns { row[column] += weight * narrow[start + column] }
            }
            return row
        }
    }

    /// All pixels again, from the places.
    private func widened(_ small: [[Float]], columns: Int) -> [UInt8] {
        var row = [Float](repeating: 0, count: columns)
        return [UInt8](unsafeUninitializedCapacity: size.pixels * bands) { result, count in
            for (y, back) in down.returns.enumerated() {
                if Interruption.isWished { return }
                let (first, shares) = back
                for column in 0..<columns {
                    row[column] =
                        small[first][column] * shares[0] + small[first + 1][column] * shares[1] + small[first + 2][
                            column] * shares[2] + small[first + 3][column] * shares[3]
                }
                for (x, back) in across.returns.enumerated() {
                    store(row, back.first, back.shares, at: (y * size.width + x) * bands, in: result)
                }
            }
            count = size.pixels * bands
        }
    }

    /// One pixel, between four places of `row`.
    private func store(
        _ row: [Float], _ first: Int, _ shares: SIMD4<Float>, at index: Int,
        in result: UnsafeMutableBufferPointer<UInt8>
    ) {
        let start = first * bands
        func value(_ band: Int) -> Float {
            let at = start + band
            return row[at] * shares[0] + row[at + bands] * shares[1] + row[at + 2 * bands] * shares[2]
                + row[at + 3 * bands] * shares[3]
        }
        let opacity = alpha.map { value($0) }
        for band in 0..<bands {
            var sample = value(band)
            if let opacity, band != alpha { sample = opacity > 0 ? sample * 255 / opacity : 0 }
            result.initializeElement(
                at: index + band, to: UInt8(min(max(sample, 0), 255).rounded(.toNearestOrEven)))
        }
    }
}
