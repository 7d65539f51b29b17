import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct PlanePictureTests {
    /// The planes of `picture`, as a PNG file's reader gives them.
    private static func planes(of picture: PixelBuffer) throws -> (planes: [PlaneRows], layout: PlaneLayout) {
        let size = PixelSize(width: picture.width, height: picture.height)
        let image = try Image(pixels: picture.bytes, size: size, bands: picture.bands)
        let file = try image.encoded(as: EncodeOptions(format: .png, quality: 100)).withUnsafeBytes { [UInt8]($0) }
        return try PNGReader.reading(file) { (reader) throws(CodecError) in
            let layout = PlaneLayout(picture.bands < 3 ? .grey : .rgb, hasAlpha: picture.bands % 2 == 0)
            let planes = (0..<layout.planes).map { reader.rows(of: $0, keeping: .max / 4) }
            while planes[0].ready < picture.height { try reader.read(into: planes) }
            return (planes, layout)
        }
    }

    /// What a picture put together from `planes` holds.
    private static func pixels(_ planes: [PlaneRows], _ layout: PlaneLayout) throws -> [UInt8] {
        let file = try RepositoryFiles.fixture("png/rgba.png")
        let picture = try ImageDecoder.withImage(of: file, format: .png) { (source) throws(CodecError) in
            try PlanePicture(size: planes[0].size, layout: layout, like: source)
        }
        #expect(picture.firstNeeded(of: 0) == 0)
        #expect(picture.write(planes))
        #expect(picture.firstNeeded(of: 0) == planes[0].size.height)
        #expect(!picture.write(planes))
        return try picture.image.pixels().withUnsafeBytes { [UInt8]($0) }
    }

    @Test("Pixels come out of planes as they went in", arguments: [1, 3], [1, 15, 16, 17, 63, 64, 100])
    func opaque(bands: Int, width: Int) throws {
        let picture = PixelBuffer.noise(width: width, height: 37, bands: bands, seed: 7)
        let (planes, layout) = try Self.planes(of: picture)
        #expect(try Self.pixels(planes, layout) == picture.bytes)
    }

    @Test("Colours are weighted by their alpha, and straight again", arguments: [2, 4], [1, 16, 33, 100])
    func alpha(bands: Int, width: Int) throws {
        let picture = PixelBuffer.noise(width: width, height: 40, bands: bands, seed: 8)
        let (planes, layout) = try Self.planes(of: picture)
        for y in 0..<picture.height {
            for x in 0..<width {
                let pixel = picture.bytes[((y * width + x) * bands)...].prefix(bands)
                let alpha = Double(pixel[pixel.endIndex - 1])
                for (plane, value) in pixel.dropLast().enumerated() {
                    let weighted = (Double(value) * alpha / 255).rounded()
                    #expect(Double(unsafe planes[plane].row(y)[x]) == weighted)
                }
            }
        }
        let straight = try Self.pixels(planes, layout)
        for start in stride(from: 0, to: straight.count, by: bands) {
            let alpha = Double(picture.bytes[start + bands - 1])
            #expect(Double(straight[start + bands - 1]) == alpha)
            for place in start..<start + bands - 1 {
                // Half a weighted level, as much as alpha makes of it.
                let far = alpha == 0 ? 255 : 127.5 / alpha + 0.51
                #expect(abs(Double(straight[place]) - Double(picture.bytes[place])) <= far)
            }
        }
    }

    @Test("Luma and colour differences become RGB by JFIF's formula")
    func differences() throws {
        let picture = PixelBuffer.noise(width: 200, height: 50, bands: 3, seed: 9)
        let (planes, _) = try Self.planes(of: picture)
        let pixels = try Self.pixels(planes, .full)
        for start in stride(from: 0, to: pixels.count, by: 3) {
            let (y, cb, cr) = (
                Double(picture.bytes[start]), Double(picture.bytes[start + 1]) - 128,
                Double(picture.bytes[start + 2]) - 128
            )
            let expected = [y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb]
            for (band, value) in expected.enumerated() {
                #expect(abs(Double(pixels[start + band]) - min(max(value, 0), 255)) <= 0.51)
            }
        }
    }

    @Test("Those of WebP's limited range become RGB by BT.601's formula")
    func limitedDifferences() throws {
        let picture = PixelBuffer.noise(width: 200, height: 50, bands: 3, seed: 10)
        let (planes, _) = try Self.planes(of: picture)
        let pixels = try Self.pixels(planes, PlaneLayout(.differences, range: .limited))
        for start in stride(from: 0, to: pixels.count, by: 3) {
            let y = (Double(picture.bytes[start]) - 16) / 219
            let (cb, cr) = (
                (Double(picture.bytes[start + 1]) - 128) / 224, (Double(picture.bytes[start + 2]) - 128) / 224
            )
            let expected = [
                y + 2 * (1 - 0.299) * cr,
                y - 2 * (1 - 0.114) * 0.114 / 0.587 * cb - 2 * (1 - 0.299) * 0.299 / 0.587 * cr,
                y + 2 * (1 - 0.114) * cb,
            ]
            for (band, value) in expected.enumerated() {
                #expect(abs(Double(pixels[start + band]) - min(max(255 * value, 0), 255)) <= 0.52)
            }
        }
    }

    @Test("It says of itself what its source says")
    func metadata() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/wide-gamut-icc.jpg")
        try ImageDecoder.withImage(of: bytes, format: .jpeg) { (source) throws(CodecError) in
            let picture = try PlanePicture(size: PixelSize(width: 3, height: 2), layout: .full, like: source)
            #expect(picture.image.profile == source.profile)
            #expect(picture.image.profile != nil)
            #expect(picture.image.dotsPerInch == source.dotsPerInch)
            #expect(picture.image.size == PixelSize(width: 3, height: 2))
        }
    }
}
