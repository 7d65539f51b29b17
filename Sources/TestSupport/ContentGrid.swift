import Foundation

/// The coarse content of a picture: averages over 8 × 8 cells, RGBA.
///
/// A cell's average is weighted by area (cells need not coincide with pixel borders), computed from samples times alpha
/// and then divided by the average alpha; if that rounds to 0, the colour is black.
package struct ContentGrid: Sendable, Hashable {
    /// Cells along each side.
    package static let cells = 8

    /// Row by row, R G B A for each cell.
    package let bytes: [UInt8]

    /// The grid in `hex`, 512 digits; `nil` for anything else.
    package init?(hex: String) {
        let digits = Array(hex.utf8).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == hex.utf8.count, digits.count == 2 * 4 * Self.cells * Self.cells else { return nil }
        bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// The grid in `base64` of its 256 bytes; `nil` for anything else.
    package init?(base64: String) {
        guard let data = Data(base64Encoded: base64), data.count == 4 * Self.cells * Self.cells else { return nil }
        bytes = [UInt8](data)
    }

    /// The grid of `picture`.
    package init(_ picture: PixelBuffer) {
        let sums = CellSums(picture)
        let area = Double(picture.width * picture.height) / Double(Self.cells * Self.cells)
        bytes = (0..<(Self.cells * Self.cells)).flatMap { cell -> [UInt8] in
            let values = sums.values[(cell * 4)..<(cell * 4 + 4)].map { $0 / area }
            let alpha = values[3].rounded()
            guard alpha > 0 else { return [0, 0, 0, 0] }
            let colour = (0..<3).map { values[values.startIndex + $0] / values[3] * 255 }
            return (colour + [alpha]).map { UInt8(min(max($0.rounded(), 0), 255)) }
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The grid of the picture as seen on a white background.
    package var onWhite: ContentGrid {
        let cells = PixelBuffer(width: Self.cells, height: Self.cells, bands: 4, bytes: bytes).onWhite
        return ContentGrid(cells)
    }

    /// The grid of the upright picture, if this one's pixels are stored with the EXIF orientation `tag`.
    package func upright(from tag: Int) -> ContentGrid {
        let cells = PixelBuffer(width: Self.cells, height: Self.cells, bands: 4, bytes: bytes)
        return ContentGrid(bytes: cells.upright(from: tag).bytes)
    }
}

extension ContentGrid {
    /// How different two grids are, in levels.
    package struct Distance: Sendable {
        package var mean: Double
        package var maximum: Double
    }

    /// The distance to `other`: alpha as it is, colours by their visible part (times the larger alpha of the two).
    package func distance(to other: ContentGrid) -> Distance {
        var (sum, largest) = (0.0, 0.0)
        for index in bytes.indices {
            let alpha = index | 3
            let weight = index == alpha ? 1 : Double(max(bytes[alpha], other.bytes[alpha])) / 255
            let difference = abs(Double(bytes[index]) - Double(other.bytes[index])) * weight
            sum += difference
            largest = max(largest, difference)
        }
        return Distance(mean: sum / Double(bytes.count), maximum: largest)
    }

    /// The EXIF orientation in which these cells are closest to `other`'s: 1 unless another is closer by more than
    /// rounding.
    package func orientation(nearestTo other: ContentGrid) -> Int {
        let upright = distance(to: other).mean
        let distances = (2...8).map { (tag: $0, mean: self.upright(from: $0).distance(to: other).mean) }
        guard let nearest = distances.min(by: { $0.mean < $1.mean }), nearest.mean < upright - 1 else { return 1 }
        return nearest.tag
    }
}
