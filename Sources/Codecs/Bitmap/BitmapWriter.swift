import ImageModel

/// Writes BMP files, from rows of 8 bits a sample: grey as a palette of 256 greys, RGB in 24 bits a pixel, RGBA in 32.
///
/// The header is BITMAPINFOHEADER, which every reader knows; with alpha BITMAPV4HEADER, the first one whose masks tell of
/// it. Rows are stored from the bottom, as all readers take them.
struct BitmapWriter {
    private let size: PixelSize
    private let bands: Int
    private let rowBytes: Int
    private let pixelOffset: Int
    private var file: [UInt8]
    private var rows = 0

    private static let fileHeaderBytes = 14
    private static let greys = 256

    /// A writer of a picture of `bands` 1 (grey), 3 (RGB) or 4 (RGBA, straight alpha), all of whose bytes it holds.
    ///
    /// - Throws: `unencodable` for a picture that is too large for the format, or of other bands.
    init(size: PixelSize, bands: Int, pixelsPerMetre: Int = 0) throws(CodecError) {
        guard [1, 3, 4].contains(bands) else {
            throw CodecError(.unencodable, format: .bmp, detail: "\(bands) bands")
        }
        guard Self.bytes(size: size, bands: bands) <= Int(UInt32.max), size.width <= Int(Int32.max),
            size.height <= Int(Int32.max)
        else { throw CodecError(.unencodable, format: .bmp, detail: "a BMP file has less than 4 GiB") }
        self.size = size
        self.bands = bands
        rowBytes = Self.rowBytes(size.width, bands)
        pixelOffset = Self.pixelOffset(bands)
        file = [UInt8](repeating: 0, count: pixelOffset + rowBytes * size.height)
        var header = LittleEndianWriter()
        header.add(text: "BM")
        header.add(long: file.count)
        header.add(long: 0)
        header.add(long: pixelOffset)
        addHeader(to: &header, pixelsPerMetre: pixelsPerMetre)
        if bands == 1 { for grey in 0..<Self.greys { header.add(bytes: [UInt8(grey), UInt8(grey), UInt8(grey), 0]) } }
        file.replaceSubrange(0..<header.bytes.count, with: header.bytes)
    }

    /// Takes the next row from the top, width × bands samples.
    ///
    /// - Throws: `operationFailed` for a row too short or too many.
    mutating func add(row: Span<UInt8>) throws(CodecError) {
        guard row.count >= size.width * bands, rows < size.height else {
            throw CodecError(.operationFailed, format: .bmp, detail: "a row that is too short, or too many")
        }
        var place = pixelOffset + (size.height - 1 - rows) * rowBytes
        rows += 1
        guard bands > 1 else {
            for column in 0..<size.width { file[place + column] = row[column] }
            return
        }
        // Stored as blue, green, red, alpha.
        for start in stride(from: 0, to: size.width * bands, by: bands) {
            file[place] = row[start + 2]
            file[place + 1] = row[start + 1]
            file[place + 2] = row[start]
            if bands == 4 { file[place + 3] = row[start + 3] }
            place += bands
        }
    }

    /// The file, when all rows are in.
    ///
    /// - Throws: `operationFailed` when rows are missing.
    consuming func finish() throws(CodecError) -> [UInt8] {
        guard rows == size.height else {
            throw CodecError(.operationFailed, format: .bmp, detail: "\(rows) of \(size.height) rows")
        }
        return file
    }

    /// Bytes of the file of such a picture.
    static func bytes(size: PixelSize, bands: Int) -> Int {
        let (pixels, overflow) = rowBytes(size.width, bands).multipliedReportingOverflow(by: size.height)
        return overflow ? .max : min(pixels, .max - 4096) + pixelOffset(bands)
    }

    /// Whole groups of four bytes.
    private static func rowBytes(_ width: Int, _ bands: Int) -> Int { (width * bands + 3) / 4 * 4 }

    private static func headerBytes(_ bands: Int) -> Int { bands == 4 ? 108 : 40 }

    private static func pixelOffset(_ bands: Int) -> Int {
        fileHeaderBytes + headerBytes(bands) + (bands == 1 ? greys * 4 : 0)
    }

    private func addHeader(to header: inout LittleEndianWriter, pixelsPerMetre: Int) {
        header.add(long: Self.headerBytes(bands))
        header.add(long: size.width)
        header.add(long: size.height)
        header.add(word: 1)
        header.add(word: bands * 8)
        header.add(long: (bands == 4 ? BitmapHeader.Compression.masks : .none).rawValue)
        header.add(long: rowBytes * size.height)
        header.add(long: pixelsPerMetre)
        header.add(long: pixelsPerMetre)
        header.add(long: bands == 1 ? Self.greys : 0)
        header.add(long: 0)
        guard bands == 4 else { return }
        for mask in [0x00FF_0000, 0x0000_FF00, 0x0000_00FF, 0xFF00_0000] { header.add(long: mask) }
        // LCS_sRGB; end points and gamma, 48 bytes, do not count then.
        header.add(long: 0x7352_4742)
        header.add(bytes: [UInt8](repeating: 0, count: 48))
    }
}
