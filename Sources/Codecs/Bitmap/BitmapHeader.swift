import ImageModel

/// The header of a device-independent bitmap, as it stands in a BMP file and in an icon.
///
/// Layouts: Microsoft's BITMAPCOREHEADER (12 bytes), BITMAPINFOHEADER (40) and its versions 2 to 5 (52, 56, 108, 124),
/// OS/2 2.x (16…64).
struct BitmapHeader {
    enum Compression: Int {
        case none = 0
        case runLength8 = 1
        case runLength4 = 2
        case masks = 3
        case masksWithAlpha = 6
    }

    /// How one band lies in a pixel of 16 or 32 bits.
    struct Mask {
        var shift: Int
        var maximum: Int

        init(_ mask: Int) {
            shift = mask == 0 ? 0 : mask.trailingZeroBitCount
            maximum = mask >> shift
        }

        /// The band's value, 0…255.
        func value(of pixel: Int) -> UInt8 {
            guard maximum > 0 else { return 0 }
            return UInt8(((pixel >> shift & maximum) * 255 + maximum / 2) / maximum)
        }
    }

    /// The largest side in pixels: libvips' own limit, and far from where products overflow.
    static let maximumSide = 10_000_000

    var size: PixelSize
    var isTopDown: Bool
    var bitsPerPixel: Int
    var compression: Compression
    /// Red, green, blue, alpha; for 16 and 32 bits a pixel.
    var masks: [Mask]
    /// Where palette and pixels begin, from the beginning of the header.
    var paletteOffset: Int
    var paletteEntryBytes: Int
    var paletteCount: Int

    /// Bytes of a row of uncompressed pixels: whole groups of four.
    var rowBytes: Int { (size.width * bitsPerPixel + 31) / 32 * 4 }

    var hasAlpha: Bool { masks.count == 4 && masks[3].maximum > 0 }

    /// The header at the beginning of `bytes`; `nil` when it is cut short, lies, or is of a kind nobody writes.
    init?(_ bytes: LittleEndianBytes) {
        guard let length = bytes.uint32(0),
            [12, 40, 52, 56, 64, 108, 124].contains(length) || (16..<40).contains(length)
        else { return nil }
        let isCore = length == 12
        guard
            let width = isCore ? bytes.uint16(4) : bytes.int32(4),
            let height = isCore ? bytes.uint16(6) : bytes.int32(8),
            let bits = bytes.uint16(isCore ? 10 : 14),
            let rawCompression = isCore || length < 20 ? 0 : bytes.uint32(16),
            let compression = Compression(rawValue: rawCompression),
            (1...Self.maximumSide).contains(width), (1...Self.maximumSide).contains(abs(height)),
            [1, 2, 4, 8, 16, 24, 32].contains(bits)
        else { return nil }
        size = PixelSize(width: width, height: abs(height))
        isTopDown = height < 0
        bitsPerPixel = bits
        self.compression = compression
        paletteEntryBytes = isCore ? 3 : 4
        paletteOffset = length
        paletteCount = 0
        masks = []
        guard Self.isLegal(compression, bits) else { return nil }
        if bits >= 16 {
            guard readMasks(bytes, headerLength: length) else { return nil }
        } else {
            let declared = length >= 36 ? bytes.uint32(32) ?? 0 : 0
            let most = 1 << bits
            paletteCount = declared == 0 ? most : min(declared, most)
        }
    }

    private static func isLegal(_ compression: Compression, _ bits: Int) -> Bool {
        switch compression {
        case .none: true
        case .runLength8: bits == 8
        case .runLength4: bits == 4
        case .masks, .masksWithAlpha: bits == 16 || bits == 32
        }
    }

    private mutating func readMasks(_ bytes: LittleEndianBytes, headerLength: Int) -> Bool {
        guard bitsPerPixel != 24 else { return true }
        guard compression == .masks || compression == .masksWithAlpha else {
            masks = (bitsPerPixel == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF0000, 0xFF00, 0xFF]).map(Mask.init)
            return true
        }
        let inHeader = headerLength >= 52
        let count = (inHeader && headerLength >= 56) || compression == .masksWithAlpha ? 4 : 3
        let values = (0..<count).compactMap { bytes.uint32(40 + 4 * $0) }
        guard values.count == count, values.prefix(3).allSatisfy({ $0 > 0 }) else { return false }
        masks = values.map(Mask.init)
        if !inHeader { paletteOffset += 4 * count }
        return true
    }
}
