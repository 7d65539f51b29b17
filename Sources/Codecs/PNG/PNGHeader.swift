internal import CPNG
package import ImageModel

/// What a PNG file says before its pixels.
package struct PNGHeader: Sendable, Hashable {
    package var size: PixelSize
    /// Bits of a stored sample: 1, 2, 4, 8 or 16.
    package var bitDepth: Int
    /// The same if samples are palette indices; otherwise 0.
    package var paletteDepth: Int
    package var isInterlaced: Bool
    /// Samples of a pixel in the rows that `PNGReader` returns: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA; alpha
    /// straight.
    package var channels: Int
    /// Whether `PNGReader` reads the rows: not those of interlaced pictures, nor samples of 16 bits.
    package var hasReadableRows: Bool
    /// Whether there is a chunk with an ICC profile; its content is not checked.
    package var hasProfile: Bool
    /// Where the block of EXIF is in the file, starting at its byte order mark; `nil` if there is none before the
    /// pixels.
    package var exif: Range<Int>?
    /// The most bytes that reading the rows takes.
    package var readingBytes: Int
}

extension PNGHeader {
    /// The colour type of pictures with a palette.
    private static let indexedColour = 3

    /// `base` is the address of the file that `header` was read from.
    @safe init(_ header: CPNGHeader, fileAt base: UnsafeRawPointer) {
        unsafe self.init(
            size: PixelSize(width: Int(header.width), height: Int(header.height)), bitDepth: Int(header.bit_depth),
            paletteDepth: header.colour_type == Self.indexedColour ? Int(header.bit_depth) : 0,
            isInterlaced: header.interlaced, channels: Int(header.channels),
            hasReadableRows: header.rows_are_readable, hasProfile: header.has_profile, exif: nil,
            readingBytes: cpng_reader_bytes(header))
        guard let block = unsafe header.exif else { return }
        let start = unsafe UnsafeRawPointer(block) - base
        exif = unsafe start..<(start + header.exif_count)
    }
}
