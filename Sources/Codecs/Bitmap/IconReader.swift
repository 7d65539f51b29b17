import ImageModel

/// Reads ICO files: the largest picture in them, whether bitmap or PNG.
struct IconReader {
    /// Where the pixels of the picture are.
    enum Picture {
        case bitmap(Bitmap)
        /// A PNG file within the icon's bytes.
        case png(Range<Int>)
    }

    private struct Entry {
        var size: PixelSize
        var bitsPerPixel: Int
        var range: Range<Int>
    }

    private let bytes: [UInt8]
    private var file: LittleEndianBytes { LittleEndianBytes(bytes[...]) }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Throws: `unreadableHeader`.
    func header() throws(CodecError) -> SourceHeader {
        let entry = try largestEntry()
        let size = isPNG(entry) ? pngSize(entry) : bitmapHeader(entry)?.size
        guard let size, size.width > 0, size.height > 0 else { throw CodecError(.unreadableHeader, format: .ico) }
        return SourceHeader(format: .ico, stored: size, bands: 4, hasAlpha: true)
    }

    /// - Throws: `unreadableHeader`, `undecodable`.
    func largest() throws(CodecError) -> Picture {
        let entry = try largestEntry()
        guard !isPNG(entry) else { return .png(entry.range) }
        guard let header = bitmapHeader(entry) else { throw CodecError(.unreadableHeader, format: .ico) }
        guard let bitmap = bitmap(entry, header) else { throw CodecError(.undecodable, format: .ico) }
        return .bitmap(bitmap)
    }

    private func largestEntry() throws(CodecError) -> Entry {
        let count = file.uint16(4) ?? 0
        let entries = (0..<count).lazy.compactMap(entry).prefix(256)
        guard let best = entries.max(by: { ($0.size.pixels, $0.bitsPerPixel) < ($1.size.pixels, $1.bitsPerPixel) })
        else { throw CodecError(.unreadableHeader, format: .ico) }
        return best
    }

    /// An entry of the directory (16 bytes each); `nil` when it is cut short or points outside.
    private func entry(_ index: Int) -> Entry? {
        let offset = 6 + 16 * index
        guard let width = file.byte(offset), let height = file.byte(offset + 1), let bits = file.uint16(offset + 6),
            let length = file.uint32(offset + 8), let start = file.uint32(offset + 12),
            length >= 16, file.slice(start, length) != nil
        else { return nil }
        // 0 stands for 256.
        let size = PixelSize(width: width == 0 ? 256 : Int(width), height: height == 0 ? 256 : Int(height))
        return Entry(size: size, bitsPerPixel: bits, range: start..<(start + length))
    }

    private func isPNG(_ entry: Entry) -> Bool { ImageFormat(signatureOf: bytes[entry.range]) == .png }

    /// Width and height out of IHDR, which comes first in every PNG file.
    private func pngSize(_ entry: Entry) -> PixelSize? {
        let head = Array(bytes[entry.range].prefix(24))
        guard head.count == 24 else { return nil }
        let numbers = [head[16..<20], head[20..<24]].map { $0.reduce(0) { $0 << 8 | Int($1) } }
        guard numbers.allSatisfy({ $0 <= BitmapHeader.maximumSide }) else { return nil }
        return PixelSize(width: numbers[0], height: numbers[1])
    }

    /// The header of an entry's bitmap, whose height counts the mask below the picture as well.
    private func bitmapHeader(_ entry: Entry) -> BitmapHeader? {
        guard var header = BitmapHeader(LittleEndianBytes(bytes[entry.range])), header.compression == .none,
            header.size.height.isMultiple(of: 2)
        else { return nil }
        header.size.height /= 2
        return header
    }

    private func bitmap(_ entry: Entry, _ header: BitmapHeader) -> Bitmap? {
        var header = header
        if header.bitsPerPixel == 32 { header.masks.append(BitmapHeader.Mask(0xFF00_0000)) }
        let body = LittleEndianBytes(bytes[entry.range])
        let pixelOffset = header.paletteOffset + header.paletteCount * header.paletteEntryBytes
        var decoder = BitmapDecoder(header: header, bytes: body, pixelOffset: pixelOffset)
        guard let colours = decoder.decode() else { return nil }
        // 32-bit icons carry alpha, unless all of it is 0: then the mask counts, as in the older depths.
        if colours.bands == 4,
            stride(from: 3, to: colours.pixels.count, by: 4).contains(where: { colours.pixels[$0] > 0 })
        {
            return colours
        }
        return masked(colours, by: body, at: pixelOffset + header.rowBytes * header.size.height)
    }

    /// RGBA whose alpha is 0 where the icon's mask (one bit a pixel, rows of whole groups of four bytes, from the
    /// bottom) is set; a missing mask hides nothing.
    private func masked(_ bitmap: Bitmap, by body: LittleEndianBytes, at offset: Int) -> Bitmap {
        let (width, height) = (bitmap.size.width, bitmap.size.height)
        let rowBytes = (width + 31) / 32 * 4
        var pixels = [UInt8]()
        pixels.reserveCapacity(width * height * 4)
        for row in 0..<height {
            let maskRow = offset + (height - 1 - row) * rowBytes
            for column in 0..<width {
                let pixel = (row * width + column) * bitmap.bands
                pixels.append(contentsOf: bitmap.pixels[pixel..<(pixel + 3)])
                let hidden = (body.byte(maskRow + column / 8) ?? 0) >> (7 - UInt8(column % 8)) & 1
                pixels.append(hidden == 1 ? 0 : 255)
            }
        }
        return Bitmap(size: bitmap.size, bands: 4, pixels: pixels)
    }
}
