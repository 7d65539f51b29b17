import Codecs
import ImageModel

@testable import Rendering

/// Pixels of 16 bits a sample that tests make, read and compare: row by row, bands side by side.
struct DeepPicture: Hashable {
    var size: PixelSize
    var bands: Int
    var samples: [UInt16]

    /// Each sample from its column, row and band.
    init(_ width: Int, _ height: Int, bands: Int, _ sample: (Int, Int, Int) -> Int) {
        size = PixelSize(width: width, height: height)
        self.bands = bands
        samples = []
        for y in 0..<height {
            for x in 0..<width {
                for band in 0..<bands { samples.append(UInt16(clamping: sample(x, y, band))) }
            }
        }
    }

    /// The pixels of a file, which has 16 bits a sample.
    init(decoding bytes: [UInt8]) throws {
        let format = try Renderer.header(of: bytes).format
        self = try ImageDecoder.withImage(of: bytes, format: format) { (image) throws(CodecError) in
            guard image.sampleBytes == 2 else {
                throw CodecError(.operationFailed, detail: "\(image.sampleBytes) bytes a sample")
            }
            let samples = try image.pixels().withUnsafeBytes { [UInt16]($0.bindMemory(to: UInt16.self)) }
            let bands = image.bands
            return DeepPicture(image.size.width, image.size.height, bands: bands) { x, y, band in
                Int(samples[(y * image.size.width + x) * bands + band])
            }
        }
    }

    /// Values that no 8 bits can tell, opaque where there is alpha.
    static func ramp(_ width: Int, _ height: Int, bands: Int) -> DeepPicture {
        DeepPicture(width, height, bands: bands) { x, y, band in
            bands.isMultiple(of: 2) && band == bands - 1 ? 65_535 : (x * 2741 + y * 977 + band * 12_345 + 38) % 65_536
        }
    }

    func pixel(_ x: Int, _ y: Int) -> [Int] {
        (0..<bands).map { Int(samples[(y * size.width + x) * bands + $0]) }
    }

    /// The pixels as an uncompressed TIFF file (TIFF 6.0, sections 2 to 6 and 18).
    var tiff: [UInt8] {
        // Unassociated alpha.
        let extra = bands.isMultiple(of: 2) ? Self.entry(338, 3, 1, 2) : []
        let entries = 10 + extra.count / 12
        let depths = 8 + 2 + 12 * entries + 4
        let data = depths + 8
        let directory =
            Self.entry(256, 3, 1, size.width) + Self.entry(257, 3, 1, size.height)
            + Self.entry(258, 3, bands, bands < 3 ? (bands == 1 ? 16 : 16 << 16 | 16) : depths)
            + Self.entry(259, 3, 1, 1) + Self.entry(262, 3, 1, bands < 3 ? 1 : 2) + Self.entry(273, 4, 1, data)
            + Self.entry(277, 3, 1, bands) + Self.entry(278, 3, 1, size.height)
            + Self.entry(279, 4, 1, samples.count * 2) + Self.entry(284, 3, 1, 1) + extra
        let depthList = (0..<4).flatMap { _ in Self.word(16) }
        return Array("II".utf8) + Self.word(42) + Self.long(8) + Self.word(entries) + directory + Self.long(0)
            + depthList + samples.flatMap { Self.word(Int($0)) }
    }

    private static func word(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

    private static func long(_ value: Int) -> [UInt8] { word(value & 0xFFFF) + word(value >> 16 & 0xFFFF) }

    private static func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: Int) -> [UInt8] {
        word(tag) + word(type) + long(count) + long(value)
    }
}
