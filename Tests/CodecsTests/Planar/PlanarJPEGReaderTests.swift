import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite struct PlanarJPEGReaderTests {
    private static func planes(
        of bytes: [UInt8], denominator: Int = 1, maximumScans: Int = 100
    ) throws -> [PlaneRows] {
        try PlanarJPEGReader.reading(bytes) { (reader) throws(CodecError) in
            try reader.start(denominator: denominator, maximumScans: maximumScans)
            let planes = (0..<reader.layout.planes).map { reader.rows(of: $0, keeping: .max / 4) }
            while planes[0].ready < planes[0].size.height { try reader.read(into: planes) }
            return planes
        }
    }

    @Test(
        "A file's planes are told, or that it has none of ours",
        arguments: [
            ("jpeg/baseline.jpg", PlaneLayout.halved), ("jpeg/progressive.jpg", .halved), ("jpeg/grey.jpg", .grey),
            ("jpeg/cmyk-icc.jpg", nil), ("jpeg/wide-gamut-icc.jpg", .halved),
            ("png/rgba.png", PlaneLayout(.rgb, hasAlpha: true)), ("png/16bit.png", nil), ("bmp/rgb24.bmp", nil),
        ])
    func layouts(path: String, layout: PlaneLayout?) throws {
        #expect(try ImageDecoder.header(of: RepositoryFiles.fixture(path)).planes == layout)
    }

    @Test("A grey file's plane is what libvips decodes, sample by sample")
    func grey() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/grey.jpg")
        let plane = try Self.planes(of: bytes)[0]
        let expected = try ImageDecoder.withImage(of: bytes, format: .jpeg) { (image) throws(CodecError) in
            try image.pixels().withUnsafeBytes { Array($0) }
        }
        let found = (0..<plane.size.height).flatMap { y in
            (0..<plane.size.width).map { x in unsafe plane.row(y)[x] }
        }
        #expect(found == expected)
    }

    @Test("At every scale all planes keep their proportions", arguments: [1, 2, 4, 8])
    func scales(denominator: Int) throws {
        let planes = try Self.planes(of: RepositoryFiles.fixture("jpeg/baseline.jpg"), denominator: denominator)
        let up = { (value: Int, by: Int) in (value + by - 1) / by }
        #expect(planes[0].size == PixelSize(width: up(640, denominator), height: up(427, denominator)))
        #expect(planes[1].size == PixelSize(width: up(640, 2 * denominator), height: up(427, 2 * denominator)))
        #expect(planes[2].size == planes[1].size)
    }

    @Test(
        "A file cut short anywhere is an error, never a crash",
        arguments: ["jpeg/baseline.jpg", "jpeg/progressive.jpg"])
    func truncated(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        for count in stride(from: 0, to: bytes.count - 2, by: bytes.count / 40) {
            #expect(throws: CodecError.self) { _ = try Self.planes(of: Array(bytes.prefix(count))) }
        }
    }

    @Test("Random damage never crashes", arguments: 0..<300)
    func damaged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var bytes = try RepositoryFiles.fixture(seed % 2 == 0 ? "jpeg/orientation-6.jpg" : "jpeg/progressive.jpg")
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        // Right or refused: what counts is that it ends. A size that became huge is refused before, by the limits.
        guard let header = try? ImageDecoder.header(of: bytes), header.stored.pixels < 4_000_000 else { return }
        do throws(CodecError) {
            _ = try PlanarJPEGReader.reading(bytes) { (reader) throws(CodecError) in
                try reader.start(denominator: 8, maximumScans: 20)
                let planes = (0..<reader.layout.planes).map { reader.rows(of: $0, keeping: 64) }
                while planes[0].ready < planes[0].size.height { try reader.read(into: planes) }
            }
        } catch {
            #expect(error.code == .undecodable)
        }
    }

    @Test("More scans than allowed are refused")
    func scans() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/progressive.jpg")
        #expect(throws: CodecError.self) { _ = try Self.planes(of: bytes, maximumScans: 3) }
        _ = try Self.planes(of: bytes, maximumScans: 20)
    }
}
