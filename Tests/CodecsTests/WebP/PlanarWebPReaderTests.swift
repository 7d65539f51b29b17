import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct PlanarWebPReaderTests {
    private static func planes(
        of bytes: [UInt8], size: PixelSize, denominator: Int = 1
    ) throws(CodecError) -> [PlaneRows] {
        let reader = PlanarWebPReader(bytes, size: size, denominator: denominator)
        let planes = (0..<3).map { reader.rows(of: $0, keeping: 1) }
        try reader.read(into: planes)
        return planes
    }

    @Test(
        "Only stills with loss and without alpha have planes",
        arguments: [
            ("webp/lossy.webp", true), ("webp/lossless-alpha.webp", false), ("webp/animated.webp", false),
            ("jpeg/baseline.jpg", false),
        ])
    func layouts(path: String, hasPlanes: Bool) throws {
        let bytes = try RepositoryFiles.fixture(path)
        #expect(PlanarWebPReader.layout(of: bytes) == (hasPlanes ? .webp : nil))
        #expect(PlanarWebPReader.layout(of: []) == nil)
    }

    @Test("Lossy pictures with alpha, and pictures without loss, have no planes")
    func others() throws {
        #expect(
            PlanarWebPReader.layout(of: try PixelBuffer.slopes(width: 20, height: 20, bands: 4).encoded(as: .webp))
                == nil)
        let picture = try PixelBuffer.slopes(width: 20, height: 20, bands: 3).image()
        var options = EncodeOptions(format: .webp, quality: 80)
        options.output.webp.compression = .lossless
        let file = try picture.encoded(as: options).withUnsafeBytes { Array($0) }
        #expect(PlanarWebPReader.layout(of: file) == nil)
    }

    @Test("Planes are those of the decoded colours by BT.601 in its limited range")
    func planes() throws {
        let bytes = try RepositoryFiles.fixture("webp/lossy.webp")
        let size = try ImageDecoder.header(of: bytes).stored
        let planes = try Self.planes(of: bytes, size: size)
        let expected = try PixelBuffer(decoding: bytes).planes(.webp)
        #expect(planes.meanDifference(to: expected, plane: 0) < 0.6)
        // libwebp smooths colours on their way to full size.
        for plane in 1...2 { #expect(planes.meanDifference(to: expected, plane: plane) < 1.5) }
    }

    @Test("A half, a quarter and an eighth of the sides, rounded up, show the same", arguments: [2, 4, 8])
    func scaled(denominator: Int) throws {
        let bytes = try PixelBuffer.slopes(width: 333, height: 217, bands: 3).encoded(as: .webp)
        let planes = try Self.planes(
            of: bytes, size: PixelSize(width: 333, height: 217), denominator: denominator)
        let size = PixelSize(
            width: Int((333 / Double(denominator)).rounded(.up)), height: Int((217 / Double(denominator)).rounded(.up)))
        #expect(planes[0].size == size)
        let expected = PixelBuffer.slopes(width: size.width, height: size.height, bands: 3).planes(.webp)
        for plane in 0..<3 { #expect(planes.meanDifference(to: expected, plane: plane) < 4) }
    }

    @Test("A file cut short anywhere is an error, never a crash")
    func truncated() throws {
        let bytes = try RepositoryFiles.fixture("webp/lossy.webp")
        let size = try ImageDecoder.header(of: bytes).stored
        for count in stride(from: 0, to: bytes.count - 2, by: bytes.count / 40) {
            #expect(
                code { _ = try Self.planes(of: Array(bytes.prefix(count)), size: size) } == .undecodable)
        }
    }

    @Test("Random damage never crashes", arguments: 0..<200)
    func damaged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var bytes = try RepositoryFiles.fixture("webp/lossy.webp")
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        // Right or refused: what counts is that it ends, and that the planes are those that were asked for.
        do throws(CodecError) {
            let planes = try Self.planes(of: bytes, size: PixelSize(width: 100, height: 70))
            #expect(planes.map(\.ready) == [70, 35, 35])
        } catch {
            #expect(error.code == .undecodable)
        }
    }
}
