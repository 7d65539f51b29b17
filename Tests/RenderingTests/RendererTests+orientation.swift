import ImageModel
import TestSupport
import Testing

@testable import Rendering

extension RendererTests {
    /// A JPEG whose EXIF data says `tag`.
    static func jpeg(_ picture: PixelBuffer, orientation tag: UInt8) throws -> [UInt8] {
        let directory: [UInt8] = [
            0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, tag, 0, 0, 0, 0, 0, 0,
        ]
        let payload = Array("Exif\0\0".utf8) + directory
        var bytes = try picture.encoded(as: .jpeg, quality: 95)
        bytes.insert(contentsOf: [0xFF, 0xE1, 0, UInt8(payload.count + 2)] + payload, at: 2)
        return bytes
    }

    @Test("Each orientation is shown upright, by what is seen", arguments: 1...8, [64, 24])
    func orientation(tag: Int, width: Int) throws {
        let stored = PixelBuffer.quarters(width: 64, height: 48)
        let source = try Self.jpeg(stored, orientation: UInt8(tag))
        let rendered = try renderedPixels(source, width: width)
        let upright = stored.upright(from: tag)
        #expect(rendered.width == min(width, upright.width))
        let seen = ContentGrid(rendered)
        #expect(seen.distance(to: ContentGrid(upright)).mean < 6)
        for other in 1...8 where other != tag && (other > 4) == (tag > 4) {
            #expect(seen.distance(to: ContentGrid(stored.upright(from: other))).mean > 30, "shown as \(other)")
        }
    }
}
