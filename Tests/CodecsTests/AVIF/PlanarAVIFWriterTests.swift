import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct PlanarAVIFWriterTests {
    private static func file(
        _ picture: PixelBuffer, _ layout: PlaneLayout, quality: Int = 80, speed: Int? = nil
    ) throws -> [UInt8] {
        var options = OutputOptions.AVIF()
        options.speed = speed
        options.subsampling = layout == .full ? .off : .on
        let size = PixelSize(width: picture.width, height: picture.height)
        let writer = try PlanarAVIFWriter(size: size, layout: layout, quality: quality, options: options)
        #expect(writer.write(picture.planes(layout)))
        #expect(writer.firstNeeded(of: 0) == size.height)
        return try writer.finish().withUnsafeBytes { Array($0) }
    }

    @Test(
        "Others see the colours that went in, whatever the sides and the layout",
        arguments: [PlaneLayout.halved, .full], [(64, 48), (97, 61), (16, 17), (1, 1)])
    func colours(layout: PlaneLayout, size: (width: Int, height: Int)) throws {
        let picture = PixelBuffer.slopes(width: size.width, height: size.height, bands: 3)
        let shown = try PixelBuffer(decoding: Self.file(picture, layout, quality: 95))
        // Slopes as steep as those of 16 pixels a side lose some colour at half the sides.
        #expect(shown.meanDifference(to: picture) < (size.width < 20 ? 8 : 2.5))
    }

    @Test("A grey picture is grey")
    func grey() throws {
        let picture = PixelBuffer.slopes(width: 64, height: 48, bands: 1)
        let shown = try PixelBuffer(decoding: Self.file(picture, .grey, quality: 95))
        let expected = PixelBuffer(width: 64, height: 48, bands: 3) { x, y in
            Array(repeating: picture[x, y][0], count: 3)
        }
        #expect(shown.meanDifference(to: expected) < 1.5)
    }

    @Test("Quality, speed and what is said of colours are those of libvips", arguments: [30, 63, 92], [5, 7, 9])
    func sameFiles(quality: Int, speed: Int) throws {
        var picture = PixelBuffer.slopes(width: 200, height: 140, bands: 3)
        let noise = PixelBuffer.noise(width: 200, height: 140, bands: 1, seed: 7)
        for index in picture.bytes.indices {
            picture.bytes[index] = picture.bytes[index] / 8 * 7 + noise.bytes[index / 3] / 10
        }
        var options = EncodeOptions(format: .avif, quality: quality)
        options.output.avif.speed = speed
        options.output.avif.subsampling = .on
        let other = try picture.image().encoded(as: options).withUnsafeBytes { Array($0) }
        let ours = try Self.file(picture, .halved, quality: quality, speed: speed)
        #expect(abs(Double(ours.count) / Double(other.count) - 1) < 0.04, "\(ours.count), libvips \(other.count)")
        #expect(Self.colours(of: ours) != nil)
        #expect(Self.colours(of: ours) == Self.colours(of: other))
    }

    /// The primaries, transfer, matrix and range that a file states (ISO/IEC 23000-22, `colr` of type `nclx`).
    private static func colours(of file: [UInt8]) -> [UInt8]? {
        let name = Array("colrnclx".utf8)
        return file.indices.first { file[$0...].starts(with: name) }.map { Array(file[($0 + 8)..<($0 + 15)]) }
    }

    @Test(
        "Fine qualities keep all colours, others half the sides, as libvips does",
        arguments: [(80, PlaneLayout.halved), (89, .halved), (90, .full)])
    func layouts(quality: Int, layout: PlaneLayout) {
        var options = OutputOptions.AVIF()
        let source = PlaneLayout.halved
        #expect(PlanarAVIFWriter.layout(for: source, quality: quality, options: options) == layout)
        options.subsampling = .off
        #expect(PlanarAVIFWriter.layout(for: source, quality: quality, options: options) == .full)
        options.subsampling = .on
        #expect(PlanarAVIFWriter.layout(for: source, quality: quality, options: options) == .halved)
        #expect(PlanarAVIFWriter.layout(for: .grey, quality: quality, options: options) == .grey)
    }

    @Test("Sides that no picture has are refused")
    func refused() {
        #expect(
            code {
                _ = try PlanarAVIFWriter(
                    size: PixelSize(width: 0, height: 1), layout: .halved, quality: 80, options: OutputOptions.AVIF())
            } == .unencodable)
    }
}
