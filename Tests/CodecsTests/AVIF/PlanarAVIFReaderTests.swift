import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct PlanarAVIFReaderTests {
    private static func planes(
        of bytes: [UInt8], _ layout: PlaneLayout, size: PixelSize
    ) throws(CodecError) -> [PlaneRows] {
        try PlanarAVIFReader.reading(bytes, layout: layout, size: size) { (reader) throws(CodecError) in
            let planes = (0..<layout.planes).map { reader.rows(of: $0, keeping: .max / 4) }
            while planes.contains(where: { $0.ready < $0.size.height }) { reader.read(into: planes) }
            return planes
        }
    }

    @Test(
        "Plain stills have the planes that they were written with, others none",
        arguments: [
            ("avif/still.avif", PlaneLayout.halved),
            ("avif/limited-422.avif", PlaneLayout(.differences, across: 2, range: .limited)),
            ("avif/limited-444.avif", PlaneLayout(.differences, range: .limited)), ("avif/alpha.avif", nil),
            ("heic/still.heic", nil), ("webp/lossy.webp", nil),
        ])
    func layouts(path: String, layout: PlaneLayout?) throws {
        let header = try ImageDecoder.header(of: try RepositoryFiles.fixture(path))
        #expect(header.planes == (path.hasPrefix("webp") ? .webp : layout))
        #expect(PlanarAVIFReader.layout(of: [], size: header.stored) == nil)
    }

    @Test(
        "Planes are those of the decoded colours by BT.601 in the file's range",
        arguments: ["avif/still.avif", "avif/limited-422.avif", "avif/limited-444.avif"])
    func planes(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let header = try ImageDecoder.header(of: bytes)
        let layout = try #require(header.planes)
        let planes = try Self.planes(of: bytes, layout, size: header.stored)
        #expect(planes.map(\.size) == (0..<3).map { layout.size(of: $0, in: header.stored) })
        let expected = try PixelBuffer(decoding: bytes).planes(layout)
        for plane in 0..<3 { #expect(planes.meanDifference(to: expected, plane: plane) < 1.0, "plane \(plane)") }
    }

    @Test("What is written is read again", arguments: [PlaneLayout.halved, .full], [(97, 61), (64, 48), (1, 1)])
    func roundTrip(layout: PlaneLayout, size: (width: Int, height: Int)) throws {
        let picture = PixelBuffer.slopes(width: size.width, height: size.height, bands: 3)
        let (size, wanted) = (PixelSize(width: size.width, height: size.height), picture.planes(layout))
        var options = OutputOptions.AVIF()
        options.subsampling = layout == .full ? .off : .on
        let writer = try PlanarAVIFWriter(size: size, layout: layout, quality: 95, options: options)
        _ = writer.write(wanted)
        let file = try writer.finish().withUnsafeBytes { Array($0) }
        #expect(PlanarAVIFReader.layout(of: file, size: size) == layout)
        let planes = try Self.planes(of: file, layout, size: size)
        for plane in 0..<3 { #expect(planes.meanDifference(to: wanted, plane: plane) < 2) }
    }

    @Test("A picture that is not what the header tells is refused, and no larger one is decoded")
    func otherPicture() throws {
        let bytes = try RepositoryFiles.fixture("avif/still.avif")
        for (layout, size) in [
            (PlaneLayout.full, PixelSize(width: 240, height: 160)), (.grey, PixelSize(width: 240, height: 160)),
            (.halved, PixelSize(width: 240, height: 159)), (.halved, PixelSize(width: 160, height: 240)),
        ] {
            #expect(code { _ = try Self.planes(of: bytes, layout, size: size) } == .undecodable)
        }
    }

    @Test("A file cut short anywhere has no planes, or is an error")
    func truncated() throws {
        let bytes = try RepositoryFiles.fixture("avif/still.avif")
        let size = try ImageDecoder.header(of: bytes).stored
        for count in stride(from: 0, to: bytes.count, by: 17) {
            let cut = Array(bytes.prefix(count))
            #expect(PlanarAVIFReader.layout(of: cut, size: size) == nil)
            #expect(code { _ = try Self.planes(of: cut, .halved, size: size) } == .undecodable)
        }
    }

    @Test("Random damage never crashes", arguments: 0..<200)
    func damaged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var bytes = try RepositoryFiles.fixture("avif/still.avif")
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        // Right or refused: what counts is that it ends, and that the planes are those that were asked for.
        do throws(CodecError) {
            let planes = try Self.planes(of: bytes, .halved, size: PixelSize(width: 240, height: 160))
            #expect(planes.map(\.ready) == [160, 80, 80])
        } catch {
            #expect(error.code == .undecodable)
        }
    }
}
