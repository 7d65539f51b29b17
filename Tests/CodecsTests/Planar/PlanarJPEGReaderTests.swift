import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct PlanarJPEGReaderTests {
    /// `eighths`: the scale of all planes.
    static func planes(
        of bytes: [UInt8], eighths: Int = 8, maximumScans: Int = 100, loops: PlaneLoops = .fastest
    ) throws -> [PlaneRows] {
        try PlanarJPEGReader.reading(bytes) { (reader) throws(CodecError) in
            let wanted = (0..<reader.planeCount).map { plane in
                let stored = reader.density(of: plane)
                return PlaneDensity(
                    across: stored.across * Double(eighths) / 8, down: stored.down * Double(eighths) / 8)
            }
            try reader.start(wanted, maximumScans: maximumScans, loops: loops)
            let planes = (0..<reader.planeCount).map { reader.rows(of: $0, keeping: .max / 4) }
            while planes[0].ready < planes[0].size.height { try reader.read(into: planes) }
            return planes
        }
    }

    static func samples(of plane: PlaneRows) -> [UInt8] {
        (0..<plane.size.height).flatMap { y in
            let row = unsafe plane.row(y)
            return (0..<plane.size.width).map { x in unsafe row[x] }
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

    @Test("A grey file's plane is what libvips decodes, to a level")
    func grey() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/grey.jpg")
        let found = Self.samples(of: try Self.planes(of: bytes)[0])
        let expected = try ImageDecoder.withImage(of: bytes, format: .jpeg) { (image) throws(CodecError) in
            try image.pixels().withUnsafeBytes { Array($0) }
        }
        #expect(found.count == expected.count)
        #expect(zip(found, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test(
        "A progressive file is what the same picture is in one scan, sample by sample", arguments: 1...8,
        [PlaneLayout.halved, .full, .grey, PlaneLayout(.differences, across: 2)])
    func progressive(eighths: Int, layout: PlaneLayout) throws {
        let planes = (0..<layout.planes).map { Self.noise(layout.size(of: $0, in: Self.oddSize), seed: UInt64($0)) }
        let baseline = try Self.file(of: planes, layout, isProgressive: false)
        let progressive = try Self.file(of: planes, layout, isProgressive: true)
        let found = try Self.planes(of: progressive, eighths: eighths).map(Self.samples)
        #expect(try found == Self.planes(of: baseline, eighths: eighths).map(Self.samples))
    }

    private static let oddSize = PixelSize(width: 201, height: 123)

    /// Noise on a slope: many coefficients, small and large.
    static func noise(_ size: PixelSize, seed: UInt64) -> PlaneRows {
        var random = SplitMix64(seed: seed)
        let plane = PlaneRows(size: size, writtenWidth: size.width + 16, keeping: .max / 4)
        for y in 0..<size.height {
            for x in 0..<size.width {
                unsafe plane.row(y)[x] = UInt8((x + y) / 4 + Int.random(in: 0...(x / 2 + 1), using: &random))
            }
        }
        plane.ready = size.height
        return plane
    }

    private static func file(
        of planes: [PlaneRows], _ layout: PlaneLayout, isProgressive: Bool
    ) throws -> [UInt8] {
        var options = OutputOptions.JPEG()
        options.progressive = isProgressive
        let writer = try PlanarJPEGWriter(size: planes[0].size, layout: layout, quality: 88, options: options)
        _ = try writer.write(planes)
        return try writer.finish().withUnsafeBytes { [UInt8]($0) }
    }

    @Test("At every scale all planes keep their proportions", arguments: 1...8)
    func scales(eighths: Int) throws {
        let planes = try Self.planes(of: RepositoryFiles.fixture("jpeg/baseline.jpg"), eighths: eighths)
        let up = { (value: Int, by: Int) in (value * eighths + by - 1) / by }
        #expect(planes[0].size == PixelSize(width: up(640, 8), height: up(427, 8)))
        #expect(planes[1].size == PixelSize(width: up(640, 16), height: up(427, 16)))
        #expect(planes[2].size == planes[1].size)
    }

    @Test(
        "The loops for any processor give the same, sample by sample, at every scale", arguments: 1...8,
        ["jpeg/baseline.jpg", "jpeg/progressive.jpg", "jpeg/grey.jpg"])
    func loops(eighths: Int, path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let fast = try Self.planes(of: bytes, eighths: eighths).map(Self.samples)
        let plain = try Self.planes(of: bytes, eighths: eighths, loops: .plain).map(Self.samples)
        #expect(fast == plain)
    }

    @Test(
        "A smaller scale shows what is left of the picture when all that is too fine is taken out", arguments: 1...8)
    func lowPass(eighths: Int) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let (whole, scaled) = (try Self.planes(of: bytes)[0], try Self.planes(of: bytes, eighths: eighths)[0])
        // Blocks far from black and white, where nothing is cut off.
        var compared = 0
        for (x, y) in [(10, 20), (31, 7), (44, 40), (60, 30), (5, 48), (71, 11)] {
            let block = (0..<64).map { unsafe Double(whole.row(y * 8 + $0 / 8)[x * 8 + $0 % 8]) }
            guard let least = block.min(), let most = block.max(), least > 25, most < 230 else { continue }
            compared += 1
            for sample in 0..<eighths * eighths {
                let (column, row) = (sample % eighths, sample / eighths)
                let expected = Self.scaled(block, column, row, of: eighths)
                let found = unsafe Double(scaled.row(y * eighths + row)[x * eighths + column])
                #expect(abs(found - expected) < 1.2, "block \(x), \(y), sample \(column), \(row)")
            }
        }
        #expect(compared > 2)
    }

    /// One sample of a block's lowest `count` × `count` coefficients, by the definition (ITU-T T.81, A.3.3).
    private static func scaled(_ block: [Double], _ column: Int, _ row: Int, of count: Int) -> Double {
        func wave(_ place: Int, _ k: Int, _ points: Int) -> Double {
            (k == 0 ? 0.5.squareRoot() : 1) * cos(Double((2 * place + 1) * k) * .pi / Double(2 * points))
        }
        var sum = 0.0
        for v in 0..<count {
            for u in 0..<count {
                var coefficient = 0.0
                for place in 0..<64 {
                    coefficient += block[place] * wave(place % 8, u, 8) * wave(place / 8, v, 8) / 4
                }
                sum += coefficient * wave(column, u, count) * wave(row, v, count) / 4
            }
        }
        return sum
    }

    @Test("Colours may be decoded at another scale than luma")
    func colours() throws {
        try PlanarJPEGReader.reading(RepositoryFiles.fixture("jpeg/baseline.jpg")) { (reader) throws(CodecError) in
            let coarse = PlaneDensity(across: 0.25, down: 0.18)
            try reader.start([.full, coarse, coarse], maximumScans: 1)
            #expect(reader.size(of: 0) == PixelSize(width: 640, height: 427))
            // Half of 320, and three eighths of 214.
            #expect(reader.size(of: 1) == PixelSize(width: 160, height: 81))
            #expect(reader.density(of: 2) == PlaneDensity(across: 0.25, down: 0.1875))
        }
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

    @Test("Damage within is shown as what there is, and no error, as by libvips", arguments: [0, 1, 2])
    func shown(seed: UInt64) throws {
        var bytes = try RepositoryFiles.fixture("jpeg/grey.jpg")
        var random = SplitMix64(seed: seed)
        // In the middle of the scan; what makes no marker.
        for place in bytes.count / 2..<bytes.count / 2 + 40 { bytes[place] = UInt8.random(in: 0...254, using: &random) }
        _ = try ImageDecoder.withImage(of: bytes, format: .jpeg) { (image) throws(CodecError) in try image.pixels() }
        let (whole, damaged) = (
            try Self.planes(of: RepositoryFiles.fixture("jpeg/grey.jpg"))[0], try Self.planes(of: bytes)[0]
        )
        let (before, after) = (Self.samples(of: whole), Self.samples(of: damaged))
        #expect(before.prefix(before.count / 4) == after.prefix(before.count / 4))
        #expect(before != after)
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
                let scale = Double(1 + seed % 8) / 8
                let wanted = [PlaneDensity](repeating: PlaneDensity(across: scale, down: scale), count: 3)
                try reader.start(wanted, maximumScans: 20)
                let planes = (0..<reader.planeCount).map { reader.rows(of: $0, keeping: 128) }
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
