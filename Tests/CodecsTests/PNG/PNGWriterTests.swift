import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct PNGWriterTests {
    private static func file(_ picture: PixelBuffer, _ metadata: PNGMetadata = PNGMetadata()) throws(CodecError)
        -> [UInt8]
    {
        let size = PixelSize(width: picture.width, height: picture.height)
        var writer = try PNGWriter.open(size: size, channels: picture.bands, metadata: metadata)
        let rowBytes = picture.width * picture.bands
        for y in 0..<picture.height {
            try Array(picture.bytes[(y * rowBytes)..<((y + 1) * rowBytes)]).withUnsafeBufferPointer {
                (row) throws(CodecError) in try writer.add(row: row)
            }
        }
        return try writer.finish().withUnsafeBytes { [UInt8]($0) }
    }

    /// What libvips reads, with as many bands as `bands`: the writer leaves out what says nothing.
    private static func read(_ file: [UInt8], bands: Int) throws -> PixelBuffer {
        let read = try CodecSample.read(file, .png) { (image) throws(CodecError) in try PixelBuffer(image) }
        guard read.bands != bands else { return read }
        return PixelBuffer(width: read.width, height: read.height, bands: bands) { column, row in
            let pixel = read[column, row]
            let colour = pixel.count < 3 ? Array(repeating: pixel[0], count: 3) : Array(pixel[..<3])
            let alpha = pixel.count.isMultiple(of: 2) ? pixel[pixel.count - 1] : 255
            return (bands < 3 ? [colour[0]] : colour) + (bands.isMultiple(of: 2) ? [alpha] : [])
        }
    }

    /// Bit depth and colour type.
    private static func form(_ file: [UInt8]) -> [UInt8] { [file[24], file[25]] }

    private static let sizes = [(1, 1), (1, 7), (2, 1), (3, 5), (17, 3), (31, 33), (32, 32), (33, 31), (255, 40)]

    @Test(arguments: sizes, [1, 2, 3, 4])
    func everySizeIsReadBackAsItWas(size: (Int, Int), bands: Int) throws {
        for seed in [1, 2] as [UInt64] {
            let noise = PixelBuffer.noise(width: size.0, height: size.1, bands: bands, seed: seed)
            #expect(try Self.read(Self.file(noise), bands: bands) == noise)
        }
        let slopes = PixelBuffer.slopes(width: size.0, height: size.1, bands: bands)
        #expect(try Self.read(Self.file(slopes), bands: bands) == slopes)
    }

    @Test(arguments: [2, 3, 4, 5, 16, 17, 256, 257], [1, 2, 3, 4])
    func everyNumberOfColoursIsReadBackAsItWas(colours: Int, bands: Int) throws {
        let picture = PixelBuffer(width: 161, height: 140, bands: bands) { column, row in
            let number = (column * 7 + row * 31) % colours
            return (0..<bands).map { UInt8(truncatingIfNeeded: number * (2 * $0 + 1) + $0 * (number / 256)) }
        }
        let file = try Self.file(picture)
        #expect(try Self.read(file, bands: bands) == picture)
        if bands == 3, colours <= 256 {
            let depth: UInt8 = colours <= 2 ? 1 : colours <= 4 ? 2 : colours <= 16 ? 4 : 8
            #expect(Self.form(file) == [depth, 3])
        }
    }

    @Test(arguments: [([0, 255], 1), ([0, 85, 170, 255], 2), ([0, 17, 34, 51, 255], 4)] as [([UInt8], UInt8)])
    func greyTakesTheFewestBitsThatHoldItsLevels(levels: [UInt8], depth: UInt8) throws {
        for bands in [1, 3] {
            let picture = PixelBuffer(width: 90, height: 90, bands: bands) { column, row in
                Array(repeating: levels[(column / 3 + row) % levels.count], count: bands)
            }
            let file = try Self.file(picture)
            #expect(Self.form(file) == [depth, 0])
            #expect(try Self.read(file, bands: bands) == picture)
        }
    }

    @Test func leavesOutAlphaThatIsOpaqueAndColourThatIsGrey() throws {
        let picture = PixelBuffer(width: 200, height: 90, bands: 4) { column, row in
            let level = UInt8(truncatingIfNeeded: column * row + column)
            return [level, level, level, 255]
        }
        let file = try Self.file(picture)
        #expect(Self.form(file) == [8, 0])
        #expect(try Self.read(file, bands: 4) == picture)
    }

    @Test(arguments: [1, 4])
    func writesLargePicturesInStrips(bands: Int) throws {
        let (width, height) = (1500, 9_000_000 / 1500 / bands)
        let slopes = PixelBuffer.slopes(width: width, height: 20, bands: bands)
        let flat = PixelBuffer.flat([10, 90, 7, 200].prefix(bands).map { $0 }, width: width, height: 20)
        for part in [slopes, flat] {
            var bytes: [UInt8] = []
            for _ in 0..<(height / 20) { bytes += part.bytes }
            let picture = PixelBuffer(width: width, height: height / 20 * 20, bands: bands, bytes: bytes)
            let file = try Self.file(picture)
            #expect(Self.form(file) == [8, [0, 0, 4, 2, 6][bands]])
            #expect(try Self.read(file, bands: bands) == picture)
            #expect(file.count < picture.bytes.count / 2)
        }
    }

    @Test func keepsTheProfileTheDensityAndTheEXIF() throws {
        let profile = try #require(
            try CodecSample.read(RepositoryFiles.fixture("jpeg/wide-gamut-icc.jpg"), .jpeg) {
                (image) throws(CodecError) in image.profile
            })
        let exif: [UInt8] = Array("II*".utf8) + [0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let metadata = PNGMetadata(profile: profile, exif: exif, pixelsPerMetre: 3000)
        let grey = PixelBuffer(width: 70, height: 70, bands: 3) { column, _ in Array(repeating: UInt8(column), count: 3)
        }
        let file = try Self.file(grey, metadata)
        try CodecSample.read(file, .png) { (image) throws(CodecError) in
            #expect(image.profile == profile)
            #expect(abs(image.dotsPerInch - 76.2) < 0.01)
            #expect(image.bands == 3)
        }
        let header = try PNGReader.reading(file) { (reader) throws(CodecError) in reader.header }
        #expect(header.hasProfile)
        #expect(header.exif.map { Array(file[$0]) } == exif)
    }

    @Test func refusesPicturesThatCanNotBe() {
        for (width, height, channels) in [(0, 1, 1), (1, 0, 1), (1, 1, 0), (1, 1, 5), (10_000_001, 1, 1), (-1, 1, 1)] {
            let thrown = code {
                _ = try PNGWriter.open(size: PixelSize(width: width, height: height), channels: channels).finish()
            }
            #expect(thrown == .unencodable || thrown == .operationFailed)
        }
    }

    @Test func refusesToFinishWithoutAllRowsAndToTakeMore() throws {
        var writer = try PNGWriter.open(size: PixelSize(width: 2, height: 1), channels: 1)
        let row: [UInt8] = [1, 2]
        func add(_ count: Int) -> CodecError.Code? {
            code { try row[..<count].withUnsafeBufferPointer { (row) throws(CodecError) in try writer.add(row: row) } }
        }
        #expect(add(1) == .operationFailed)
        #expect(add(2) == nil)
        #expect(add(2) == .operationFailed)
        #expect(
            code { _ = try PNGWriter.open(size: PixelSize(width: 2, height: 1), channels: 1).finish() }
                == .operationFailed)
    }

    /// libvips' saver writes no filter and deflates at level 6.
    @Test func needsNoMoreBytesThanLibvipsForThePicturesOfTheCorpus() throws {
        guard let corpus = RepositoryFiles.corpus else { return }
        let rows = try ManifestFile(contentsOf: corpus + "/manifest.csv").rows
        for row in rows where row["format"] == "png" && row["expected"] == "ok" {
            let bytes = try RepositoryFiles.bytes(row["path"], in: corpus)
            guard try PNGReader.reading(bytes, { (reader) throws(CodecError) in reader.header.hasReadableRows })
            else { continue }
            let picture = try CodecSample.read(bytes, .png) { (image) throws(CodecError) in try PixelBuffer(image) }
            let theirs = try CodecSample.libvipsPNG(try picture.image())
            let ours = try Self.file(picture, PNGMetadata(pixelsPerMetre: 1000))
            #expect(ours.count <= theirs.count, "\(row["path"])")
            #expect(try Self.read(ours, bands: picture.bands) == picture, "\(row["path"])")
        }
    }
}
