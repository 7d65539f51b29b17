import ImageModel
import TestSupport
import Testing

@testable import Codecs

/// What is shown of JPEG files that are cut.
@Suite(.computing) struct PlanarJPEGReaderDamageTests {
    private struct Shown {
        var planes: [[UInt8]]
        var widths: [Int]
        var isDamaged: Bool

        /// The rows of `plane`.
        func rows(_ plane: Int) -> [ArraySlice<UInt8>] {
            stride(from: 0, to: planes[plane].count, by: widths[plane]).map {
                planes[plane][$0..<($0 + widths[plane])]
            }
        }
    }

    private static func shown(_ bytes: [UInt8], eighths: Int = 8) throws -> Shown {
        try PlanarJPEGReader.reading(bytes) { (reader) throws(CodecError) in
            let wanted = (0..<reader.planeCount).map { plane in
                let stored = reader.density(of: plane)
                return PlaneDensity(
                    across: stored.across * Double(eighths) / 8, down: stored.down * Double(eighths) / 8)
            }
            try reader.start(wanted, maximumScans: 100, damage: .show)
            let planes = (0..<reader.planeCount).map { reader.rows(of: $0, keeping: .max / 4) }
            while planes[0].ready < planes[0].size.height { try reader.read(into: planes) }
            return Shown(
                planes: planes.map(PlanarJPEGReaderTests.samples), widths: planes.map(\.size.width),
                isDamaged: reader.isDamaged)
        }
    }

    private static let fixtures = ["baseline", "progressive", "grey", "orientation-6", "wide-gamut-icc"]

    @Test("A whole file is shown as it is, and not called damaged", arguments: fixtures, [8, 3, 1])
    func whole(name: String, eighths: Int) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/\(name).jpg")
        let expected = try PlanarJPEGReaderTests.planes(of: bytes, eighths: eighths).map(PlanarJPEGReaderTests.samples)
        for file in [bytes, Array(bytes.dropLast(2))] {
            let shown = try Self.shown(file, eighths: eighths)
            #expect(shown.planes == expected)
            #expect(!shown.isDamaged)
        }
    }

    /// Where the data of the file's first scan begins.
    private static func firstData(_ bytes: [UInt8]) throws -> Int {
        try #require(JPEGSegments(of: bytes).first { $0.marker == JPEGSegments.startOfScan }).body.upperBound
    }

    @Test(
        "Rows above the cut are those of the whole file, and rows below are grey", arguments: ["baseline", "grey"],
        [8, 2])
    func rows(name: String, eighths: Int) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/\(name).jpg")
        let data = try Self.firstData(bytes)
        let whole = try Self.shown(bytes, eighths: eighths)
        var before = [Int](repeating: -1, count: whole.planes.count)
        for tenths in [1, 3, 5, 7, 9] {
            let shown = try Self.shown(Array(bytes.prefix(data + (bytes.count - data) * tenths / 10)), eighths: eighths)
            #expect(shown.isDamaged)
            for plane in whole.planes.indices {
                let (there, all) = (shown.rows(plane), whole.rows(plane))
                let equal = zip(there, all).prefix { $0 == $1 }.count
                let grey = there.reversed().prefix { row in row.allSatisfy { $0 == 128 } }.count
                // Between them there is the row of units in which the file ends.
                let unit = (name == "baseline" && plane == 0 ? 16 : 8) * eighths / 8
                #expect(there.count - equal - grey <= unit, "\(tenths) tenths, plane \(plane)")
                #expect(equal > before[plane] && grey > 0, "\(tenths) tenths, plane \(plane)")
                before[plane] = equal
            }
        }
        // Nine tenths of the data are more than half of the picture.
        #expect(before[0] > whole.rows(0).count / 2)
    }

    private static func byLibjpeg(_ bytes: [UInt8]) throws -> [UInt8] {
        var options = DecodeOptions()
        options.damage = .show
        return try ImageDecoder.withImage(of: bytes, format: .jpeg, options: options) { (image) throws(CodecError) in
            try image.pixels().withUnsafeBytes { [UInt8]($0) }
        }
    }

    /// A grey picture with noise on slow waves.
    private static func grey(_ size: PixelSize, isProgressive: Bool) throws -> [UInt8] {
        var random = SplitMix64(seed: 5)
        let pixels = (0..<size.pixels).map { index -> UInt8 in
            let (x, y) = (index % size.width, index / size.width)
            return UInt8(60 + (x * 2 + y) % 120 + Int.random(in: 0...30, using: &random))
        }
        var output = OutputOptions.standard
        output.jpeg.progressive = isProgressive
        return try CodecSample.bytes(
            try Image(pixels: pixels, size: size, bands: 1),
            EncodeOptions(format: .jpeg, quality: 90, output: output))
    }

    @Test("A file of one scan is shown as libjpeg shows it, wherever it is cut", arguments: 1...19)
    func likeLibjpeg(twentieths: Int) throws {
        let bytes = try Self.grey(PixelSize(width: 139, height: 101), isProgressive: false)
        let data = try Self.firstData(bytes)
        let cut = Array(bytes.prefix(data + (bytes.count - data) * twentieths / 20))
        let (found, expected) = (try Self.shown(cut).planes[0], try Self.byLibjpeg(cut))
        #expect(found.count == expected.count)
        #expect(zip(found, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test("A progressive file shows all scans before the cut, and what there is of that one, as libjpeg does")
    func progressive() throws {
        let bytes = try Self.grey(PixelSize(width: 139, height: 101), isProgressive: true)
        let segments = Array(JPEGSegments(of: bytes))
        // Where the coded bytes of each scan begin and end.
        let scans = segments.indices.filter { segments[$0].marker == JPEGSegments.startOfScan }.map { index in
            let next = index + 1 < segments.count ? segments[index + 1].body.lowerBound - 4 : bytes.count - 2
            return segments[index].body.upperBound..<next
        }
        #expect(scans.count > 4)
        let whole = try Self.shown(bytes).planes[0]
        func distance(_ one: [UInt8], _ other: [UInt8]) -> Double {
            Double(zip(one, other).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }) / Double(one.count)
        }
        var before = Double.infinity
        for (scan, range) in scans.enumerated() {
            let cut = Array(bytes.prefix((range.lowerBound + range.upperBound) / 2))
            let shown = try Self.shown(cut)
            #expect(shown.isDamaged)
            let error = distance(shown.planes[0], whole)
            #expect(error <= before, "scan \(scan)")
            before = error
            // Up to the last scan, libjpeg smooths what is missing.
            let libjpeg = distance(shown.planes[0], try Self.byLibjpeg(cut))
            #expect(libjpeg <= (scan == scans.count - 1 ? 0.1 : 6), "scan \(scan)")
        }
        #expect(before < 4)
    }

    @Test("Without a single block, or a header, a file is refused", arguments: fixtures)
    func nothing(name: String) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/\(name).jpg")
        let data = try Self.firstData(bytes)
        for count in [data - 5, data] {
            #expect(code { _ = try Self.shown(Array(bytes.prefix(count))) } == .undecodable, "\(count) bytes")
        }
        #expect(try Self.shown(Array(bytes.prefix(data + 40))).isDamaged)
    }

    /// Grey pictures of one size, as files with the same tables.
    private static func files(_ size: PixelSize, count: Int) throws -> [[UInt8]] {
        var options = OutputOptions.JPEG()
        options.optimisesTables = false
        return try (0..<count).map { (number) -> [UInt8] in
            let writer = try PlanarJPEGWriter(size: size, layout: .grey, quality: 90, options: options)
            _ = try writer.write([PlanarJPEGReaderTests.noise(size, seed: UInt64(number))])
            return try writer.finish().withUnsafeBytes { [UInt8]($0) }
        }
    }

    @Test("Colours whose scans are not there are grey")
    func missingColours() throws {
        let size = PixelSize(width: 75, height: 41)
        let files = try Self.files(size, count: 3)
        let head =
            JPEGParts.start + JPEGParts.parts(of: files[0]).tables + JPEGParts.frame(0xC0, size, components: 3)
        let scans = files.prefix(2).enumerated().map { index, file in
            JPEGParts.scan(of: [UInt8(index + 1)], JPEGParts.parts(of: file).data)
        }
        let shown = try Self.shown(head + scans.joined())
        #expect(shown.isDamaged)
        for plane in 0..<2 { #expect(try shown.planes[plane] == Self.shown(files[plane]).planes[0]) }
        #expect(shown.planes[2].allSatisfy { $0 == 128 })
    }

    @Test("Scans up to one that can't be read are shown")
    func wrongScan() throws {
        let size = PixelSize(width: 40, height: 24)
        let file = try Self.files(size, count: 1)[0]
        let parts = JPEGParts.parts(of: file)
        let head = JPEGParts.start + parts.tables + JPEGParts.frame(0xC0, size, components: 3)
        // The fourth table is not there.
        let wrong = JPEGParts.scan(of: [2], tables: 0x33, parts.data)
        let shown = try Self.shown(head + JPEGParts.scan(of: [1], parts.data) + wrong + JPEGParts.end)
        #expect(shown.isDamaged)
        #expect(try shown.planes[0] == Self.shown(file).planes[0])
        #expect(shown.planes[1].allSatisfy { $0 == 128 })
    }

    @Test("Of a file with restarts, the intervals that are there are whole and the others grey")
    func restarts() throws {
        let (blocks, intervals, there) = (5, 11, 7)
        let strip = PixelSize(width: 8 * blocks, height: 8)
        let files = try Self.files(strip, count: there)
        let size = PixelSize(width: strip.width, height: strip.height * intervals)
        let data = files.map { JPEGParts.parts(of: $0).data }.enumerated().flatMap { index, data -> [UInt8] in
            index == 0 ? data : [0xFF, 0xD0 + UInt8((index - 1) % 8)] + data
        }
        let file =
            JPEGParts.start + JPEGParts.parts(of: files[0]).tables + JPEGParts.frame(0xC0, size)
            + JPEGParts.segment(0xDD, [0, UInt8(blocks)]) + JPEGParts.scan(of: [1], data)
        let shown = try Self.shown(file)
        #expect(shown.isDamaged)
        let expected = try files.flatMap { try Self.shown($0).planes[0] }
        #expect(Array(shown.planes[0].prefix(expected.count)) == expected)
        #expect(shown.planes[0].dropFirst(expected.count).allSatisfy { $0 == 128 })
    }
}
