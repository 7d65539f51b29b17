import Codecs
import ImageModel

@testable import Rendering

/// Pixels that tests make, read and compare: 8 bit, row by row, bands side by side.
struct PixelGrid: Hashable {
    var size: PixelSize
    var bands: Int
    var samples: [UInt8]

    /// Each sample from its column, row and band.
    init(_ width: Int, _ height: Int, bands: Int = 3, _ sample: (Int, Int, Int) -> Int) {
        size = PixelSize(width: width, height: height)
        self.bands = bands
        samples = []
        for y in 0..<height {
            for x in 0..<width {
                for band in 0..<bands { samples.append(UInt8(clamping: sample(x, y, band))) }
            }
        }
    }

    /// One colour.
    init(_ width: Int, _ height: Int, colour: [Int]) {
        self.init(width, height, bands: colour.count) { _, _, band in colour[band] }
    }

    /// The pixels of an image.
    init(_ image: borrowing Image) throws {
        let pixels = try image.pixels()
        size = image.size
        bands = image.bands
        samples = pixels.withUnsafeBytes { [UInt8]($0) }
        guard samples.count == size.pixels * bands else {
            throw CodecError(.operationFailed, detail: "\(samples.count) bytes for \(size) pixels of \(bands) bands")
        }
    }

    /// Noise of a linear congruential generator: the same for the same seed.
    static func noise(_ width: Int, _ height: Int, bands: Int = 3, seed: UInt64 = 1) -> PixelGrid {
        var state = seed
        return PixelGrid(width, height, bands: bands) { _, _, _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 56)
        }
    }

    /// Slow waves of different length in each band, as photographs have them, fully opaque if there is alpha.
    static func waves(_ width: Int, _ height: Int, bands: Int = 3) -> PixelGrid {
        PixelGrid(width, height, bands: bands) { x, y, band in
            if bands.isMultiple(of: 2), band == bands - 1 { return 255 }
            let period = 16 + 6 * band
            let (across, down) = ((x + 5 * band) % (2 * period), y % (2 * period))
            return 40 + (abs(across - period) + abs(down - period)) * 160 / (2 * period)
        }
    }

    subscript(x: Int, y: Int, band: Int) -> Int {
        get { Int(samples[(y * size.width + x) * bands + band]) }
        set { samples[(y * size.width + x) * bands + band] = UInt8(clamping: newValue) }
    }

    func pixel(_ x: Int, _ y: Int) -> [Int] { (0..<bands).map { self[x, y, $0] } }

    func image() throws -> Image {
        try VipsLibrary.start()
        return try Image(pixels: samples, size: size, bands: bands)
    }

    /// The grid of what `step` makes of these pixels.
    func after(_ step: (consuming Image) throws -> Image) throws -> PixelGrid {
        try PixelGrid(try step(try image()))
    }

    /// The largest difference of a sample; infinite for grids of different shape.
    func distance(to other: PixelGrid) -> Int {
        guard size == other.size, bands == other.bands else { return .max }
        return zip(samples, other.samples).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }

    /// The mean of one band.
    func mean(_ band: Int) -> Double {
        Double(stride(from: band, to: samples.count, by: bands).reduce(0) { $0 + Int(samples[$1]) })
            / Double(size.pixels)
    }
}
