import ImageModel
import TestSupport
import Testing

@testable import Codecs

/// What libvips' loaders show of damaged files.
@Suite(.computing) struct ImageDecoderDamageTests {
    private static func pixels(
        _ bytes: [UInt8], _ format: ImageFormat, frames: Int = 1, damage: DamagePolicy = .show
    ) throws -> [UInt8] {
        var options = DecodeOptions(frames: frames)
        options.damage = damage
        return try ImageDecoder.withImage(of: bytes, format: format, options: options) { (image) throws(CodecError) in
            try image.copiedToMemory().pixels().withUnsafeBytes { [UInt8]($0) }
        }
    }

    @Test("An animation has as many frames as there are, those before the cut whole", arguments: [2, 3, 5, 7, 9])
    func frames(tenths: Int) throws {
        let file = try RepositoryFiles.fixture("gif/animated.gif")
        let whole = try ImageDecoder.header(of: file)
        let cut = Array(file.prefix(file.count * tenths / 10))
        // libvips passes over frames that are cut, but for the first one.
        if tenths < 4 { #expect(code { _ = try ImageDecoder.header(of: cut) } == .unreadableHeader) }
        let header = try ImageDecoder.header(of: cut, damage: .show)
        #expect(header.stored == whole.stored)
        #expect(header.frames >= 1 && header.frames <= whole.frames)
        let shown = try Self.pixels(cut, .gif, frames: header.frames)
        let expected = try Self.pixels(file, .gif, frames: header.frames, damage: .refuse)
        #expect(shown.count == expected.count)
        // The last one may be shown in part.
        let sure = expected.count / header.frames * (header.frames - 1)
        #expect(shown.prefix(sure) == expected.prefix(sure))
    }

    @Test("An animation of whose first frame nothing is there is refused", arguments: [10, 200, 240, 260])
    func noFrame(count: Int) throws {
        let cut = Array(try RepositoryFiles.fixture("gif/animated.gif").prefix(count))
        #expect(code { _ = try ImageDecoder.header(of: cut, damage: .show) } == .unreadableHeader)
    }

    private static let size = PixelSize(width: 30, height: 40)
    private static let drawn = (0..<size.pixels).map { UInt8($0 % 250 + 1) }

    @Test("Of a TIFF file, the strips before the cut are shown, and nothing below", arguments: [1, 4, 8])
    func strips(rows: Int) throws {
        let file = TIFFFile.grey(Self.drawn, size: Self.size, rowsOfStrip: rows)
        #expect(try Self.pixels(file, .tiff, damage: .refuse) == Self.drawn)
        #expect(try Self.pixels(file, .tiff) == Self.drawn)
        for there in [16, 24, 32] {
            // All of those rows, and not all of one more.
            let cut = Array(file.dropLast((Self.size.height - there) * Self.size.width - 5))
            #expect(CutFile.isCut(cut, .tiff, pages: 0..<1))
            let shown = try Self.pixels(cut, .tiff)
            // libvips reads 16 rows at once.
            let expected = Self.drawn.prefix(there / 16 * 16 * Self.size.width)
            #expect(shown.count == Self.drawn.count)
            #expect(shown.prefix(expected.count) == expected)
            #expect(shown.dropFirst((there + 1) * Self.size.width).allSatisfy { $0 == 0 })
        }
        #expect(!CutFile.isCut(file, .tiff, pages: 0..<1))
        #expect(!CutFile.isCut(file, .tiff, pages: 1..<9))
    }

    @Test("A TIFF file without a row is refused")
    func noStrip() throws {
        let file = TIFFFile.grey(Self.drawn, size: Self.size, rowsOfStrip: 4)
        let cut = Array(file.dropLast(Self.drawn.count))
        #expect(code { _ = try Self.pixels(cut, .tiff) } == .undecodable)
    }

    @Test("A JPEG file of inks is shown as far as it goes", arguments: [4, 6, 8])
    func inks(tenths: Int) throws {
        let file = try RepositoryFiles.fixture("jpeg/cmyk-icc.jpg")
        let cut = Array(file.prefix(file.count * tenths / 10))
        #expect(code { _ = try Self.pixels(cut, .jpeg, damage: .refuse) } == .undecodable)
        let (shown, whole) = (try Self.pixels(cut, .jpeg), try Self.pixels(file, .jpeg))
        #expect(shown.count == whole.count)
        #expect(zip(shown, whole).prefix { $0 == $1 }.count > 0)
        #expect(shown != whole)
    }
}
