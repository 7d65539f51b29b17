import ImageModel

/// Reads BMP files: 1 to 32 bits a pixel, palettes, bit masks, run lengths; Windows and OS/2 headers.
///
/// libvips reads BMP through ImageMagick only, which is never used here.
struct BitmapReader {
    private let file: LittleEndianBytes

    init(_ bytes: ArraySlice<UInt8>) { file = LittleEndianBytes(bytes) }

    private static let fileHeaderBytes = 14

    /// - Throws: `unreadableHeader`.
    func header(format: ImageFormat) throws(CodecError) -> SourceHeader {
        let header = try parsedHeader()
        return SourceHeader(
            format: format, stored: header.size, bands: header.hasAlpha ? 4 : 3, hasAlpha: header.hasAlpha)
    }

    /// - Throws: `unreadableHeader`, `undecodable` when pixels are missing.
    func pixels() throws(CodecError) -> Bitmap {
        let header = try parsedHeader()
        guard let offset = file.uint32(10),
            let bitmap = file.slice(Self.fileHeaderBytes, file.count - Self.fileHeaderBytes)
        else { throw CodecError(.unreadableHeader, format: .bmp) }
        var decoder = BitmapDecoder(
            header: header, bytes: LittleEndianBytes(bitmap), pixelOffset: offset - Self.fileHeaderBytes)
        guard let pixels = decoder.decode() else { throw CodecError(.undecodable, format: .bmp) }
        return pixels
    }

    private func parsedHeader() throws(CodecError) -> BitmapHeader {
        guard let bitmap = file.slice(Self.fileHeaderBytes, max(file.count - Self.fileHeaderBytes, 0)),
            let header = BitmapHeader(LittleEndianBytes(bitmap))
        else { throw CodecError(.unreadableHeader, format: .bmp) }
        return header
    }
}
