import ImageModel
import TestSupport
import Testing

@testable import Codecs

/// What is shown of PNG files that are cut or damaged, and what becomes of them for libpng.
@Suite(.computing) struct PNGReaderDamageTests {
    private static func shown(_ bytes: [UInt8]) throws(CodecError) -> (samples: [UInt8], isDamaged: Bool) {
        try PNGReader.reading(bytes, damage: .show) { (reader) throws(CodecError) in
            var samples: [UInt8] = []
            for _ in 0..<reader.header.size.height {
                try reader.withNextRow { (row) throws(CodecError) in unsafe samples.append(contentsOf: row) }
            }
            return (samples, reader.isDamaged)
        }
    }

    private static func rowBytes(_ bytes: [UInt8]) throws -> Int {
        let header = try #require(PNGReader.header(of: bytes))
        return header.size.width * header.channels
    }

    /// How many whole rows `shown` has of `whole`; the test fails unless the rest is blank.
    private static func wholeRows(_ shown: [UInt8], of whole: [UInt8], rowBytes: Int) -> Int {
        let equal = zip(shown, whole).prefix { $0 == $1 }.count / rowBytes
        #expect(shown.count == whole.count)
        #expect(shown.dropFirst(equal * rowBytes).allSatisfy { $0 == 0 })
        return equal
    }

    private static let fixtures = ["png/rgba.png", "png/palette.png"]

    @Test("A whole file is shown as it is, and not called damaged", arguments: fixtures)
    func whole(path: String) throws {
        let file = try RepositoryFiles.fixture(path)
        for file in [file, file.dropLast(20), PNGParts.file(file) { $0.dropLast(4) + [1, 2, 3, 4] }] {
            let shown = try Self.shown(file)
            #expect(try shown.samples == PNGReaderTests.samples(file))
            #expect(!shown.isDamaged)
        }
    }

    @Test("Rows above the cut are those of the whole file, and rows below are blank", arguments: fixtures)
    func cut(path: String) throws {
        let file = try RepositoryFiles.fixture(path)
        let whole = try PNGReaderTests.samples(file)
        let rowBytes = try Self.rowBytes(file)
        var before = 0
        for tenths in 5...9 {
            let shown = try Self.shown(Array(file.prefix(file.count * tenths / 10)))
            #expect(shown.isDamaged)
            let rows = Self.wholeRows(shown.samples, of: whole, rowBytes: rowBytes)
            #expect(rows >= before, "\(tenths) tenths")
            before = rows
        }
        #expect(before > 0)
        #expect(before * rowBytes < whole.count)
    }

    /// A drawn picture in stored blocks of a row each, of which every byte's place is known.
    private static let size = PixelSize(width: 50, height: 40)
    private static let pixels = (0..<size.pixels).map { UInt8($0 % 251 + 1) }
    private static func stored(rows: Int) -> [UInt8] {
        (0..<rows).reduce(into: [0x78, 0x01]) { stream, row in
            let content = [0] + pixels[(row * size.width)..<((row + 1) * size.width)]
            let count = UInt8(content.count)
            stream += [row == size.height - 1 ? 1 : 0, count, 0, ~count, 0xFF] + content
        }
    }
    private static let head =
        PNGParts.signature
        + PNGParts.chunk("IHDR", PNGParts.number(50) + PNGParts.number(40) + [8, 0, 0, 0, 0])

    @Test("Each row that is there is shown, to the last one before the cut", arguments: [1, 2, 17, 39])
    func rows(count: Int) throws {
        let stream = Self.stored(rows: count)
        // One row more, but for its last byte.
        let more = Self.stored(rows: count + 1).dropLast()
        for stream in [stream, Array(more)] {
            for file in [
                Self.head + PNGParts.chunk("IDAT", stream) + PNGParts.end,
                Self.head + PNGParts.chunk("IDAT", stream).dropLast(4), Self.head + PNGParts.chunk("IDAT", stream),
            ] {
                let shown = try Self.shown(file)
                #expect(shown.isDamaged)
                #expect(Self.wholeRows(shown.samples, of: Self.pixels, rowBytes: Self.size.width) == count)
                let mended = try #require(MendedPNG(file, damage: .show))
                #expect(!mended.isWhole)
                #expect(try PNGReaderTests.samples(mended.bytes) == shown.samples)
                #expect(MendedPNG(file, damage: .refuse) == nil)
            }
        }
    }

    @Test("Without its first row a file is refused")
    func nothing() {
        for stream in [[], [0x78], Self.stored(rows: 0), Array(Self.stored(rows: 1).dropLast())] {
            let file = Self.head + PNGParts.chunk("IDAT", stream) + PNGParts.end
            #expect(code { _ = try Self.shown(file) } == .undecodable)
            #expect(MendedPNG(file, damage: .show) == nil)
        }
        #expect(code { _ = try Self.shown(Self.head) } == .unreadableHeader)
        #expect(MendedPNG(Self.head, damage: .show) == nil)
    }

    @Test("Pixels in chunks with a wrong checksum are shown, and damaged")
    func checksum() throws {
        let stream = Self.stored(rows: Self.size.height) + [0, 0, 0, 0]
        var wrong = PNGParts.chunk("IDAT", Array(stream[1000...]))
        wrong[wrong.count - 1] ^= 1
        let file = Self.head + PNGParts.chunk("IDAT", Array(stream[..<1000])) + wrong + PNGParts.end
        #expect(code { _ = try PNGReaderTests.samples(file) } == .undecodable)
        let shown = try Self.shown(file)
        #expect(shown.samples == Self.pixels)
        #expect(shown.isDamaged)
        #expect(MendedPNG(file, damage: .refuse) == nil)
        let mended = try #require(MendedPNG(file, damage: .show))
        #expect(!mended.isWhole)
        #expect(try PNGReaderTests.samples(mended.bytes) == Self.pixels)
    }

    @Test("A row whose filter can't be is the first that is not shown")
    func filter() throws {
        var stream = Self.stored(rows: Self.size.height)
        // Behind zlib's head, three rows, and the head of the fourth one's block.
        stream[2 + 3 * (5 + 51) + 5] = 5
        let file = Self.head + PNGParts.chunk("IDAT", stream) + PNGParts.end
        let shown = try Self.shown(file)
        #expect(shown.isDamaged)
        #expect(Self.wholeRows(shown.samples, of: Self.pixels, rowBytes: Self.size.width) == 3)
        let mended = try #require(MendedPNG(file, damage: .show))
        #expect(try PNGReaderTests.samples(mended.bytes) == shown.samples)
    }

    // MARK: Kinds that libpng reads

    private static func decoded(_ file: [UInt8]) throws -> [UInt8] {
        try CodecSample.read(file, .png) { (image) throws(CodecError) in
            try image.pixels().withUnsafeBytes { [UInt8]($0) }
        }
    }

    private static func interlaced() throws -> [UInt8] {
        var output = OutputOptions.standard
        output.png.interlaced = true
        return try CodecSample.bytes(
            try CodecSample.image(61, 47), EncodeOptions(format: .png, quality: 1, output: output))
    }

    private static func fileForLibpng(_ kind: String) throws -> [UInt8] {
        try kind == "interlaced" ? interlaced() : RepositoryFiles.fixture("png/\(kind).png")
    }

    @Test(
        "Where only zlib's checksum is wrong or missing, the mended file is the whole picture for libpng",
        arguments: ["16bit", "interlaced", "rgba"])
    func mended(kind: String) throws {
        let file = try Self.fileForLibpng(kind)
        let whole = try Self.decoded(file)
        for broken in [
            PNGParts.file(file) { $0.dropLast(4) + [1, 2, 3, 4] }, PNGParts.file(file) { $0.dropLast(4) },
        ] {
            let mended = try #require(MendedPNG(broken, damage: .refuse))
            #expect(mended.isWhole)
            #expect(try Self.decoded(mended.bytes) == whole)
        }
    }

    @Test("Of a picture of 16 bits, rows above the cut are those of the whole file for libpng", arguments: 4...9)
    func deep(tenths: Int) throws {
        let file = try RepositoryFiles.fixture("png/16bit.png")
        let (whole, header) = (try Self.decoded(file), try ImageDecoder.header(of: file))
        let cut = Array(file.prefix(file.count * tenths / 10))
        #expect(MendedPNG(cut, damage: .refuse) == nil)
        let mended = try #require(MendedPNG(cut, damage: .show))
        #expect(!mended.isWhole)
        let rowBytes = header.stored.width * header.bands * header.sampleBytes
        let rows = Self.wholeRows(try Self.decoded(mended.bytes), of: whole, rowBytes: rowBytes)
        #expect(rows > 0 && rows < header.stored.height)
    }

    @Test("Of an interlaced picture, the passes that are there are shown", arguments: 2...9)
    func passes(tenths: Int) throws {
        let file = try Self.interlaced()
        let whole = try Self.decoded(file)
        let mended = try #require(MendedPNG(Array(file.prefix(file.count * tenths / 10)), damage: .show))
        #expect(!mended.isWhole)
        let shown = try Self.decoded(mended.bytes)
        #expect(zip(shown, whole).allSatisfy { $0 == $1 || $0 == 0 })
        // The pixel in the corner comes first, and the second row last (PNG 1.2, section 2.6).
        #expect(shown.prefix(3) == whole.prefix(3))
        #expect(tenths > 3 || shown[(3 * 61)..<(2 * 3 * 61)].allSatisfy { $0 == 0 })
    }
}
