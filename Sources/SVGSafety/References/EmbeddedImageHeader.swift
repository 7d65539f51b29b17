internal import ImageModel

/// The size that the header of a JPEG, PNG, GIF or WebP file declares; enough to refuse it before it is decoded.
struct EmbeddedImageHeader {
    private let bytes: [UInt8]

    /// The declared size, both sides at least 1; `nil` when the header is cut short or of another format.
    static func size(of bytes: [UInt8], format: ImageFormat) -> PixelSize? {
        let header = EmbeddedImageHeader(bytes: bytes)
        let size: PixelSize? =
            switch format {
            case .png: header.png()
            case .gif: header.gif()
            case .webp: header.webp()
            case .jpeg: header.jpeg()
            default: nil
            }
        return size.flatMap { $0.width > 0 && $0.height > 0 ? $0 : nil }
    }

    /// PNG 11.2.1: the first chunk is IHDR, width and height first.
    private func png() -> PixelSize? {
        guard bytes.count >= 24, bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        return PixelSize(width: bigEndian(at: 16, 4), height: bigEndian(at: 20, 4))
    }

    /// GIF89a, 18: the logical screen. Frames that are larger than it make the decoder's canvas no larger.
    private func gif() -> PixelSize? {
        guard bytes.count >= 10 else { return nil }
        return PixelSize(width: littleEndian(at: 6, 2), height: littleEndian(at: 8, 2))
    }

    /// RFC 9649, 2.5 to 2.7: the canvas of an extended file, else the header of the only bit stream.
    private func webp() -> PixelSize? {
        guard bytes.count >= 30 else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8X":
            return PixelSize(width: littleEndian(at: 24, 3) + 1, height: littleEndian(at: 27, 3) + 1)
        case "VP8L":
            let bits = littleEndian(at: 21, 4)
            return PixelSize(width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1)
        case "VP8 ":
            return PixelSize(width: littleEndian(at: 26, 2) & 0x3FFF, height: littleEndian(at: 28, 2) & 0x3FFF)
        default: return nil
        }
    }

    /// ITU T.81, B.2.2: the first frame header among the marker segments.
    private func jpeg() -> PixelSize? {
        var offset = 2
        while offset + 9 <= bytes.count {
            guard bytes[offset] == 0xFF else { return nil }
            let marker = bytes[offset + 1]
            if marker == 0xFF {
                offset += 1
                continue
            }
            // SOF0 to SOF15; DHT, JPG and DAC lie between them.
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                return PixelSize(width: bigEndian(at: offset + 7, 2), height: bigEndian(at: offset + 5, 2))
            }
            offset += 2 + bigEndian(at: offset + 2, 2)
        }
        return nil
    }

    private func bigEndian(at offset: Int, _ count: Int) -> Int {
        bytes[offset..<(offset + count)].reduce(0) { $0 << 8 | Int($1) }
    }

    private func littleEndian(at offset: Int, _ count: Int) -> Int {
        bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// The pixels of all images inside a document, against the limit.
struct EmbeddedPixels {
    let limit: Int
    private(set) var total = 0

    init(limit: Int) { self.limit = limit }

    /// Counts `image`.
    ///
    /// - Throws: `embeddedImage` when it cannot be measured, or when all together are past the limit.
    mutating func add(_ image: DataImage) throws(SVGSafetyError) {
        guard let size = EmbeddedImageHeader.size(of: image.bytes, format: image.format) else {
            throw SVGSafetyError(.embeddedImage, "An image inside the SVG has a damaged header.")
        }
        let (pixels, overflows) = size.width.multipliedReportingOverflow(by: size.height)
        guard !overflows, pixels <= limit - total else {
            throw SVGSafetyError(
                .embeddedImage, "The images inside the SVG together have more than the \(limit) pixels allowed.")
        }
        total += pixels
    }
}
