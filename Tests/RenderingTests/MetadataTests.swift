import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct MetadataTests {
    private static let needle = "Photographer's secret place"

    private static func segment(_ marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((payload.count + 2) >> 8), UInt8((payload.count + 2) & 0xFF)] + payload
    }

    /// A JPEG with EXIF (an image description), XMP, IPTC and a comment, each of which holds the needle.
    private static func source() throws -> [UInt8] {
        let text = Array(needle.utf8) + [0]
        let directory: [UInt8] = [
            0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x0E, 0, 2, 0, 0, 0, UInt8(text.count), 0, 0, 0, 26, 0, 0, 0,
            0,
        ]
        let exif = Array("Exif\0\0".utf8) + directory + text
        let xmp = Array("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>\(needle)</x:xmpmeta>".utf8)
        let caption: [UInt8] = [0x1C, 2, 120, 0, UInt8(needle.utf8.count)] + Array(needle.utf8)
        let iptc = Array("Photoshop 3.0\08BIM".utf8) + [4, 4, 0, 0, 0, 0, 0, UInt8(caption.count)] + caption
        let segments =
            segment(0xE1, exif) + segment(0xE1, xmp) + segment(0xED, iptc) + segment(0xFE, Array(needle.utf8))
        var bytes = try PixelBuffer.quarters(width: 64, height: 48).encoded(as: .jpeg)
        bytes.insert(contentsOf: segments, at: 2)
        return bytes
    }

    private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let pattern = Array(text.utf8)
        guard let first = pattern.first else { return true }
        return bytes.indices.contains { bytes[$0] == first && bytes[$0...].starts(with: pattern) }
    }

    @Test("No written file tells what the source told beside its pixels", arguments: ImageFormat.writable)
    func metadata(format: ImageFormat) throws {
        let source = try Self.source()
        #expect(Self.contains(source, Self.needle))
        let bytes = try render(source, [Rendition(width: 32, format: format)]).images[0].fileBytes
        let marks = [
            Self.needle, "Exif", "xmpmeta", "http://ns.adobe.com", "8BIM", "eXIf", "tEXt", "zTXt", "iTXt", "iCCP",
            "ICC_PROFILE", "EXIF", "XMP ", "ICCP", "mime",
        ]
        #expect(marks.filter { Self.contains(bytes, $0) } == [])
    }

    @Test(
        "No written file has a profile: pixels are sRGB",
        arguments: ImageFormat.writable.filter { $0 != .jxl }, ["jpeg/wide-gamut-icc.jpg", "jpeg/cmyk-icc.jpg"])
    func profile(format: ImageFormat, path: String) throws {
        let source = try RepositoryFiles.fixture(path)
        #expect(try Renderer.header(of: source).hasProfile)
        let bytes = try render(source, [Rendition(width: 32, format: format)]).images[0].fileBytes
        #expect(try !Renderer.header(of: bytes).hasProfile)
    }
}
