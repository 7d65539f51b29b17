import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct PlanarWebPWriterTests {
    private static func file(
        _ picture: PixelBuffer, _ layout: PlaneLayout = .webp, quality: Int = 80,
        _ change: (inout OutputOptions.WebP) -> Void = { _ in }
    ) throws -> [UInt8] {
        var options = OutputOptions.WebP()
        change(&options)
        let size = PixelSize(width: picture.width, height: picture.height)
        let writer = try PlanarWebPWriter(size: size, layout: layout, quality: quality, options: options)
        #expect(writer.write(picture.planes(layout)))
        #expect(writer.firstNeeded(of: 0) == size.height)
        return try writer.finish().withUnsafeBytes { Array($0) }
    }

    /// Slopes with noise, so that files are not all headers.
    private static func grained(_ width: Int, _ height: Int) -> PixelBuffer {
        var picture = PixelBuffer.slopes(width: width, height: height, bands: 3)
        let noise = PixelBuffer.noise(width: width, height: height, bands: 1, seed: 7)
        for index in picture.bytes.indices {
            picture.bytes[index] = picture.bytes[index] / 8 * 7 + noise.bytes[index / 3] / 10
        }
        return picture
    }

    @Test("What is written is read back, sample by sample, whatever the sides", arguments: [1, 2, 15, 16, 17, 97])
    func samples(side: Int) throws {
        let picture = PixelBuffer.slopes(width: side, height: 40, bands: 3)
        let bytes = try Self.file(picture, quality: 100)
        let reader = PlanarWebPReader(bytes, size: PixelSize(width: side, height: 40))
        let planes = (0..<3).map { reader.rows(of: $0, keeping: 1) }
        try reader.read(into: planes)
        let expected = picture.planes(.webp)
        for plane in 0..<3 { #expect(planes.meanDifference(to: expected, plane: plane) < 1.6, "plane \(plane)") }
    }

    @Test("Others see the colours that went in")
    func colours() throws {
        let picture = PixelBuffer.slopes(width: 120, height: 90, bands: 3)
        let shown = try PixelBuffer(decoding: Self.file(picture, quality: 95))
        #expect(shown.meanDifference(to: picture) < 2)
    }

    @Test("A grey picture is grey")
    func grey() throws {
        let picture = PixelBuffer.slopes(width: 64, height: 48, bands: 1)
        let shown = try PixelBuffer(decoding: Self.file(picture, PlaneLayout(.grey, range: .limited), quality: 95))
        let expected = PixelBuffer(width: 64, height: 48, bands: 3) { x, y in
            Array(repeating: picture[x, y][0], count: 3)
        }
        #expect(shown.meanDifference(to: expected) < 1.5)
    }

    @Test("Quality, effort and preset mean what they mean in libvips", arguments: [30, 79, 95], [0, 4, 6])
    func sameFiles(quality: Int, effort: Int) throws {
        let picture = Self.grained(200, 140)
        for preset in OutputOptions.WebPPreset.allCases {
            var options = EncodeOptions(format: .webp, quality: quality)
            options.output.webp.effort = effort
            options.output.webp.preset = preset
            let other = try picture.image().encoded(as: options).count
            let ours = try Self.file(picture, quality: quality) {
                $0.effort = effort
                $0.preset = preset
            }.count
            #expect(abs(Double(ours) / Double(other) - 1) < 0.07, "\(preset): \(ours), libvips \(other)")
        }
    }

    @Test("The file holds the picture and nothing else")
    func bare() throws {
        let bytes = try Self.file(Self.grained(50, 50))
        #expect(Array(bytes[12..<16]) == Array("VP8 ".utf8))
    }

    @Test("It ends when nobody waits for the file any more")
    func interrupted() throws {
        let interruption = Interruption()
        interruption.request()
        #expect(code { _ = try interruption.watching { try Self.file(Self.grained(50, 50)) } } == .interrupted)
    }

    @Test("Sides that WebP does not have are refused")
    func refused() {
        for size in [PixelSize(width: 0, height: 10), PixelSize(width: 16_384, height: 10)] {
            #expect(
                code {
                    _ = try PlanarWebPWriter(size: size, layout: .webp, quality: 80, options: OutputOptions.WebP())
                } == .unencodable)
        }
    }

    @Test("What libwebp makes from RGB alone is not taken")
    func takes() {
        var options = OutputOptions.WebP()
        #expect(PlanarWebPWriter.takes(options))
        options.compression = .lossy
        #expect(PlanarWebPWriter.takes(options))
        options.smartSubsampling = true
        #expect(!PlanarWebPWriter.takes(options))
        for compression in [OutputOptions.WebPCompression.lossless, .nearLossless] {
            options = OutputOptions.WebP()
            options.compression = compression
            #expect(!PlanarWebPWriter.takes(options))
        }
    }
}
