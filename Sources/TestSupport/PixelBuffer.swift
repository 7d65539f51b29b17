/// 8-bit pixels in memory: rows from the top without padding, 1…4 interleaved bands (grey, grey and alpha, RGB, RGBA;
/// straight alpha). The simple model that results are compared with.
package struct PixelBuffer: Sendable, Hashable {
    package let width: Int
    package let height: Int
    package let bands: Int
    package var bytes: [UInt8]

    /// - Precondition: `bytes` are width × height × bands.
    package init(width: Int, height: Int, bands: Int, bytes: [UInt8]) {
        precondition(bytes.count == width * height * bands, "The bytes have a different size.")
        self.width = width
        self.height = height
        self.bands = bands
        self.bytes = bytes
    }

    /// The picture whose bands at each column and row are returned by `pixel`.
    package init(width: Int, height: Int, bands: Int, pixel: (_ column: Int, _ row: Int) -> [UInt8]) {
        var bytes = [UInt8]()
        bytes.reserveCapacity(width * height * bands)
        for row in 0..<height {
            for column in 0..<width { bytes.append(contentsOf: pixel(column, row)) }
        }
        self.init(width: width, height: height, bands: bands, bytes: bytes)
    }

    /// Whether the last band is alpha.
    package var hasAlpha: Bool { bands == 2 || bands == 4 }

    /// The bands of one pixel.
    package subscript(column: Int, row: Int) -> [UInt8] {
        let start = (row * width + column) * bands
        return Array(bytes[start..<(start + bands)])
    }
}

extension PixelBuffer {
    /// The picture whose pixel at each column and row is this one's at `place`.
    package func rearranged(
        width: Int, height: Int, from place: (_ column: Int, _ row: Int) -> (column: Int, row: Int)
    ) -> PixelBuffer {
        PixelBuffer(width: width, height: height, bands: bands) { column, row in
            let source = place(column, row)
            return self[source.column, source.row]
        }
    }

    /// With left and right swapped.
    package var mirrored: PixelBuffer {
        rearranged(width: width, height: height) { (width - 1 - $0, $1) }
    }

    /// The pixels upright, for pixels stored with an EXIF orientation of `tag` (1…8).
    ///
    /// Written from the tag's definition (EXIF 2.32, 4.6.4): which side of the visual image the stored row 0 and column
    /// 0 are.
    package func upright(from tag: Int) -> PixelBuffer {
        let (right, bottom) = (width - 1, height - 1)
        return switch tag {
        case 2: rearranged(width: width, height: height) { (right - $0, $1) }
        case 3: rearranged(width: width, height: height) { (right - $0, bottom - $1) }
        case 4: rearranged(width: width, height: height) { ($0, bottom - $1) }
        case 5: rearranged(width: height, height: width) { ($1, $0) }
        case 6: rearranged(width: height, height: width) { ($1, bottom - $0) }
        case 7: rearranged(width: height, height: width) { (right - $1, bottom - $0) }
        case 8: rearranged(width: height, height: width) { (right - $1, $0) }
        default: self
        }
    }

    /// A part of the picture.
    package func cropped(left: Int, top: Int, width: Int, height: Int) -> PixelBuffer {
        rearranged(width: width, height: height) { (left + $0, top + $1) }
    }

    /// Without alpha: as seen on a white background.
    package var onWhite: PixelBuffer {
        guard hasAlpha else { return self }
        return PixelBuffer(width: width, height: height, bands: bands - 1) { column, row in
            let pixel = self[column, row]
            let alpha = Int(pixel[bands - 1])
            return pixel.dropLast().map { UInt8((Int($0) * alpha + 255 * (255 - alpha) + 127) / 255) }
        }
    }
}

extension PixelBuffer {
    /// The largest difference of two samples, in levels; 256 for pictures of different shape.
    package func maximumDifference(to other: PixelBuffer) -> Int {
        guard isShaped(like: other) else { return 256 }
        return zip(bytes, other.bytes).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }

    /// The mean difference of the samples, in levels; 256 for pictures of different shape.
    package func meanDifference(to other: PixelBuffer) -> Double {
        guard isShaped(like: other), !bytes.isEmpty else { return 256 }
        let sum = zip(bytes, other.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return Double(sum) / Double(bytes.count)
    }

    /// The mean of each band, in levels.
    package var means: [Double] {
        var sums = [Int](repeating: 0, count: bands)
        for (index, byte) in bytes.enumerated() { sums[index % bands] += Int(byte) }
        return sums.map { Double($0) / Double(width * height) }
    }

    /// The lowest and highest sample of each band.
    package var ranges: [ClosedRange<UInt8>] {
        (0..<bands).map { band in
            let samples = stride(from: band, to: bytes.count, by: bands).map { bytes[$0] }
            return (samples.min() ?? 0)...(samples.max() ?? 0)
        }
    }

    private func isShaped(like other: PixelBuffer) -> Bool {
        width == other.width && height == other.height && bands == other.bands
    }
}
