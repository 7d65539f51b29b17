import TestSupport
import Testing

@testable import Codecs

/// Where a PNG file ends, and whether its picture is whole then.
@Suite(.computing) struct PNGReaderEndTests {
    @Test(
        "A file that lacks nothing but what stands behind its pixels is whole",
        arguments: ["png/rgba.png", "png/palette.png"], 1...20)
    func withoutEnd(path: String, missing: Int) throws {
        let file = try RepositoryFiles.fixture(path)
        // The last chunk's 12 bytes, the checksum of the one before, and zlib's own.
        #expect(try PNGReaderTests.samples(file.dropLast(missing)) == PNGReaderTests.samples(file))
    }

    @Test("A file that lacks a byte of its pixels is refused", arguments: ["png/rgba.png", "png/palette.png"])
    func cut(path: String) throws {
        let file = try RepositoryFiles.fixture(path)
        // Before zlib's checksum up to two bytes may hold nothing but the end of the last block.
        for missing in 24...80 {
            #expect(code { _ = try PNGReaderTests.samples(file.dropLast(missing)) } == .undecodable, "\(missing) bytes")
        }
    }

    private static func number(_ value: UInt32) -> [UInt8] { PNGParts.number(value) }

    private static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] { PNGParts.chunk(type, content) }

    private static let pixels: [UInt8] = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]
    /// Three rows of four grey pixels, not filtered, in one stored block of zlib's format, without its checksum.
    private static let stream: [UInt8] = {
        let rows = (0..<3).flatMap { (row) -> [UInt8] in [0] + pixels[(4 * row)..<(4 * row + 4)] }
        return [0x78, 0x01, 1, UInt8(rows.count), 0, ~UInt8(rows.count), 0xFF] + rows
    }()
    /// Adler's sum of the rows (RFC 1950, 8.2).
    private static let adler: [UInt8] = {
        let (low, high) = stream.dropFirst(7).reduce((1, 0)) { (($0.0 + Int($1)), $0.1 + $0.0 + Int($1)) }
        return number(UInt32(high) << 16 | UInt32(low))
    }()
    private static let head =
        PNGParts.signature + chunk("IHDR", number(4) + number(3) + [8, 0, 0, 0, 0])
    private static let end = PNGParts.end

    private static func file(_ parts: [UInt8]...) -> [UInt8] { head + parts.joined() }

    /// Files of that picture, by what is odd about their ends.
    private static let whole: [(name: String, file: [UInt8])] = [
        ("as it should be", file(chunk("IDAT", stream + adler), end)),
        ("zlib's checksum is wrong", file(chunk("IDAT", stream + [1, 2, 3, 4]), end)),
        ("zlib's checksum is missing", file(chunk("IDAT", stream), end)),
        ("zlib's checksum has a chunk of its own", file(chunk("IDAT", stream), chunk("IDAT", adler), end)),
        ("the last chunk ends in its length", file(chunk("IDAT", stream), [0, 0])),
        ("the last chunk is empty and has no checksum", file(chunk("IDAT", stream), chunk("IDAT", []).dropLast(4))),
        ("a chunk of the checksum alone is cut", file(chunk("IDAT", stream), chunk("IDAT", adler).dropLast(6))),
        ("what is behind the pixels can't be inflated", file(chunk("IDAT", stream + [7, 7, 7]), end)),
    ]

    @Test("All pixels are there, whatever stands behind them", arguments: whole.indices)
    func ending(index: Int) throws {
        let (name, file) = Self.whole[index]
        #expect(try PNGReaderTests.samples(file) == Self.pixels, "\(name)")
    }

    @Test("A chunk of pixels with a wrong checksum is refused, and so are rows that are not there")
    func damaged() {
        var wrong = Self.file(Self.chunk("IDAT", Self.stream + Self.adler))
        wrong[wrong.count - 1] ^= 1
        let short = Self.file(Self.chunk("IDAT", Self.stream.dropLast()), Self.end)
        let none = Self.file(Self.end)
        for file in [wrong, wrong + Self.end, short, none] {
            #expect(code { _ = try PNGReaderTests.samples(file) } != nil)
        }
    }
}
