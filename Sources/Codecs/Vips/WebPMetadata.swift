/// The metadata at the end of a WebP file.
///
/// libvips (8.14 at least) ends each file with EXIF data of its own making, some 180 bytes, also when it is told to
/// strip.
enum WebPMetadata {
    private static let firstChunk = 12
    private static let chunkHeader = 8
    /// The flags of EXIF and XMP in a VP8X chunk (WebP Container Specification, "Extended File Format").
    private static let flags: UInt8 = 0x08 | 0x04

    /// How many bytes of `file` are left without EXIF and XMP, which follow all pictures; corrects the sizes and flags
    /// at the start. An invalid file is left unchanged.
    static func removed(from file: UnsafeMutableRawBufferPointer) -> Int {
        var position = firstChunk
        while position + chunkHeader <= file.count {
            let name = (0..<4).map { unsafe file[position + $0] }
            if name == Array("EXIF".utf8) || name == Array("XMP ".utf8) {
                unsafe finish(file, at: position)
                return position
            }
            let length = (0..<4).reduce(0) { unsafe $0 | Int(file[position + 4 + $1]) << (8 * $1) }
            position += chunkHeader + length + length % 2
        }
        return file.count
    }

    private static func finish(_ file: UnsafeMutableRawBufferPointer, at end: Int) {
        for index in 0..<4 { unsafe file[4 + index] = UInt8((end - 8) >> (8 * index) & 0xFF) }
        let first = (0..<4).map { unsafe file[firstChunk + $0] }
        if first == Array("VP8X".utf8) { unsafe file[firstChunk + chunkHeader] &= ~flags }
    }
}
