import ImageModel

/// Writes ICO files of one picture, which is a PNG file inside.
enum IconWriter {
    /// Sides are stored in a byte, of which 0 stands for 256.
    static let maximumSide = ImageFormat.ico.maximumSide

    /// The icon of `png`, a PNG file of `size` with 32 bits a pixel: what Windows expects of PNG in icons.
    ///
    /// - Throws: `unencodable` for a side above 256 pixels.
    static func file(png: [UInt8], size: PixelSize) throws(CodecError) -> [UInt8] {
        guard max(size.width, size.height) <= maximumSide else {
            throw CodecError(
                .unencodable, format: .ico, detail: "\(size) pixels; a side of an icon has at most \(maximumSide)")
        }
        var file = LittleEndianWriter()
        // ICONDIR: an icon (1), one picture.
        for word in [0, 1, 1] { file.add(word: word) }
        // ICONDIRENTRY: sides, no palette, one plane, 32 bits, length and place.
        file.add(bytes: [UInt8(size.width % 256), UInt8(size.height % 256), 0, 0])
        for word in [1, 32] { file.add(word: word) }
        file.add(long: png.count)
        file.add(long: 22)
        file.add(bytes: png)
        return file.bytes
    }
}
