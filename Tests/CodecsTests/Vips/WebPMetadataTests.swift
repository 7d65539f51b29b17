import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct WebPMetadataTests {
    private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        Array(name.utf8) + [UInt8(body.count), 0, 0, 0] + body + (body.count.isMultiple(of: 2) ? [] : [0])
    }

    private static func file(_ chunks: [[UInt8]]) -> [UInt8] {
        let body = Array("WEBP".utf8) + chunks.flatMap(\.self)
        return Array("RIFF".utf8) + [UInt8(body.count), 0, 0, 0] + body
    }

    private static func removed(_ file: [UInt8]) -> [UInt8] {
        var bytes = file
        let count = bytes.withUnsafeMutableBytes { WebPMetadata.removed(from: $0) }
        return Array(bytes.prefix(count))
    }

    private static let picture = chunk("VP8L", [1, 2, 3])

    @Test("EXIF and XMP at the end go, with their flags and their share of the size")
    func cut() {
        let flagged = Self.chunk("VP8X", [0x1C, 0, 0, 0, 3, 0, 0, 3, 0, 0])
        let plain = Self.chunk("VP8X", [0x10, 0, 0, 0, 3, 0, 0, 3, 0, 0])
        let full = Self.file([flagged, Self.picture, Self.chunk("EXIF", [9, 9, 9]), Self.chunk("XMP ", [8])])
        #expect(Self.removed(full) == Self.file([plain, Self.picture]))
    }

    @Test(
        "A file without metadata stays as it is",
        arguments: [file([picture]), [], [1, 2, 3], Array("RIFF0000WEBPVP8 ".utf8)])
    func kept(bytes: [UInt8]) {
        #expect(Self.removed(bytes) == bytes)
    }

    @Test("What libvips writes is a whole file without metadata", arguments: [3, 4])
    func written(bands: Int) throws {
        let picture = PixelBuffer.slopes(width: 40, height: 30, bands: bands)
        let bytes = try picture.encoded(as: .webp)
        let declared = (0..<4).reduce(8) { $0 + Int(bytes[4 + $1]) << (8 * $1) }
        #expect(declared == bytes.count)
        #expect(Self.removed(bytes) == bytes)
        #expect(try PixelBuffer(decoding: bytes).onWhite.meanDifference(to: picture.onWhite) < 4)
    }
}
