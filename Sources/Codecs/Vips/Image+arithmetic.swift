internal import CVipsShim
package import ImageModel

// Calculations with samples. Results are lazy and, unless said otherwise, floating point: `rounded` ends a chain.
extension Image {
    /// Bands without alpha.
    package var colourBands: Int { hasAlpha ? bands - 1 : bands }

    /// `count` bands from `first` on.
    package func bands(from first: Int, count: Int) throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_bands_from(image, Int32(first), Int32(count), out) }
    }

    /// The bands of both.
    package func joined(with more: borrowing Image) throws(CodecError) -> Image {
        let more = unsafe more.handle
        return try operation { image, out in unsafe sw_with_bands(image, more, out) }
    }

    /// With an alpha band that is opaque everywhere, if there is none.
    package func withAlpha() throws(CodecError) -> Image {
        guard !hasAlpha else { return try same() }
        let opaque = level(255)
        return try operation { image, out in unsafe sw_with_constant_band(image, opaque, out) }
    }

    /// A level of 8 bits (0…255) in samples like these, which may have 16.
    package func level(_ level: Double) -> Double { sampleBytes == 2 ? level * 257 : level }

    /// A picture of 8 bits a sample with 16: the same levels.
    package func with16Bits() throws(CodecError) -> Image {
        guard sampleBytes == 1 else { return try same() }
        return try scaled(by: [257], plus: [0]).roundedTo16Bits().meant(as: bands < 3 ? .grey : .rgb)
    }

    /// Every sample times `factors[band]` plus `terms[band]`; one factor and term go for all bands.
    package func scaled(by factors: [Double], plus terms: [Double]) throws(CodecError) -> Image {
        let count = Int32(min(factors.count, terms.count))
        return try operation { image, out in unsafe sw_linear(image, factors, terms, count, out) }
    }

    /// The sum, sample by sample, of two pictures of one size; one band goes with any number.
    package func adding(_ other: borrowing Image) throws(CodecError) -> Image {
        let other = unsafe other.handle
        return try operation { image, out in unsafe sw_add(image, other, out) }
    }

    /// The product, sample by sample, of two pictures of one size; one band goes with any number.
    package func multiplied(by other: borrowing Image) throws(CodecError) -> Image {
        let other = unsafe other.handle
        return try operation { image, out in unsafe sw_multiply(image, other, out) }
    }

    /// `matrix` (rows of as many entries as there are bands) times the bands of each pixel.
    package func recombined(by matrix: [[Double]]) throws(CodecError) -> Image {
        let (entries, rows) = (matrix.flatMap(\.self), Int32(matrix.count))
        return try operation { image, out in unsafe sw_recombine(image, entries, rows, out) }
    }

    /// The entry of `table`, 256 rows of one value a band, for each sample of an 8-bit picture of one band.
    package func mapped(through table: [[Double]]) throws(CodecError) -> Image {
        guard table.count == 256, let bands = table.first?.count else {
            throw CodecError(.operationFailed, detail: "a table of \(table.count) rows")
        }
        let entries = table.flatMap(\.self)
        return try operation { image, out in unsafe sw_look_up(image, entries, Int32(bands), out) }
    }

    /// 8 bits: rounded half to even and clipped to 0…255.
    package func rounded() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_round_8bit(image, out) }
    }

    /// 16 bits: rounded half to even and clipped to 0…65535.
    func roundedTo16Bits() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_round_16bit(image, out) }
    }

    /// Every sample held between 0 and 1, in steps of 1/65535.
    package func clippedToUnit() throws(CodecError) -> Image {
        let levels = try scaled(by: [65_535], plus: [0])
            .operation { image, out in unsafe sw_round_16bit(image, out) }
        return try levels.scaled(by: [1 / 65_535.0], plus: [0])
    }

    /// Three or four bands that were calculated, meant as sRGB again.
    package func meantAsSRGB() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_as_srgb(image, out) }
    }

    /// One band of `across`·x + `down`·y + `start` for the pixel at column x and row y, counted from 0.
    package static func ramp(
        size: PixelSize, across: Double, down: Double, start: Double
    ) throws(CodecError) -> Image {
        try made(.operationFailed) { out in
            unsafe sw_ramp(Int32(size.width), Int32(size.height), across, down, start, out)
        }
    }

    /// A picture of one colour (a value a band) with the size and the meaning of `other`, 8 bit.
    package static func constant(_ samples: [Double], like other: borrowing Image) throws(CodecError) -> Image {
        let other = unsafe other.handle
        return try made(.operationFailed) { out in
            unsafe sw_constant_like(other, samples, Int32(samples.count), out)
        }
    }
}
