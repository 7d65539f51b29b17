import Foundation

/// Heads of image files; no decoder reads them.
enum EmbeddedImages {
    static func png(width: UInt32, height: UInt32) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + bigEndian(width)
            + bigEndian(height) + [8, 6, 0, 0, 0]
    }

    /// A PNG of 2 × 3, with padding at the end.
    static let pngText = Data(png(width: 2, height: 3) + [0, 0]).base64EncodedString()
    static let hugePNG = "data:image/png;base64," + Data(png(width: 100_000, height: 100_000)).base64EncodedString()

    static func gif(width: UInt8, height: UInt8) -> [UInt8] {
        Array("GIF89a".utf8) + [width, 0, height, 0, 0, 0, 0]
    }

    /// With a comment segment, a Huffman table and a fill byte in front of the frame header.
    static func jpeg(width: UInt8, height: UInt8) -> [UInt8] {
        [
            0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, 0xC4, 0, 3, 0, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0, height, 0, width, 3,
            0, 0,
        ]
    }

    static func webp(_ kind: String, _ header: [UInt8]) -> [UInt8] {
        let bytes = Array("RIFF____WEBP\(kind)____".utf8) + header
        return bytes + Array(repeating: 0, count: max(0, 32 - bytes.count))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
