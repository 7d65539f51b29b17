internal import CVipsShim
internal import ImageModel

// BMP and ICO, which libvips writes only through ImageMagick, by our own writers.
extension Image {
    /// The image, of 8 bits a sample, as a BMP file, computed strip by strip. Blocks.
    ///
    /// - Throws: `unencodable`.
    func savedAsBMP(_ options: EncodeOptions) throws(CodecError) -> EncodedBytes {
        let isGrey = colour == .grey && bands == 1
        let shown = try isGrey ? same() : asRGB()
        let density = Int((options.output.dotsPerInch / 0.0254).rounded())
        var writer = try BitmapWriter(
            size: shown.size, bands: shown.bands, pixelsPerMetre: min(density, Int(Int32.max)))
        try shown.forEachRow(.bmp) { (row) throws(CodecError) in try unsafe writer.add(row: row.span) }
        return EncodedBytes(sharing: try writer.finish())
    }

    /// The image, of 8 bits a sample, as an ICO file. Blocks.
    ///
    /// - Throws: `unencodable`, also for a side above 256 pixels.
    func savedAsICO(_ options: EncodeOptions) throws(CodecError) -> EncodedBytes {
        let shown = try asRGB().withAlpha()
        let png = try shown.saved(options) { unsafe sw_save_png(shown.handle, true, false, $0, $1) }
        let bytes = unsafe png.withUnsafeBytes { unsafe [UInt8]($0) }
        return EncodedBytes(sharing: try IconWriter.file(png: bytes, size: size))
    }
}
