import ImageModel

/// The beginning of an image file, made into one that decoders take for whole as long as they read only header and metadata.
package enum FileBeginning {
    /// What has to be right beside format, size and metadata of the first picture.
    package struct Needs: Sendable, Hashable {
        /// How many frames or pages there are.
        package var frames: Bool
        /// Bands, alpha among them.
        package var bands: Bool

        package init(frames: Bool = false, bands: Bool = false) {
            self.frames = frames
            self.bands = bands
        }
    }

    /// A file out of the first bytes of another one, from which header, EXIF and profile can be read as from the whole; `nil` when more bytes are
    /// needed for that, or the format tells it only at its end. Whether they can be read at all, the decoder says.
    ///
    /// Where formats say how long they are, the copy says that it ends with `bytes`. Cost: a copy, and a look at each of the file's boxes or tags.
    package static func closed(_ bytes: [UInt8], needs: Needs) -> [UInt8]? {
        switch ImageFormat(signatureOf: bytes) {
        // The decoder refuses them when their header, up to the pixels, is not complete.
        case .jpeg, .png, .bmp: bytes
        // Each frame says anew whether it has clear pixels.
        case .gif: needs.frames || needs.bands ? nil : bytes
        case .webp: closedWebP(bytes, needs)
        case .avif, .heic: closedHEIF(bytes)
        case .tiff: TIFFDirectory.isComplete(in: bytes, needsAll: needs.frames) ? bytes : nil
        case .ico: closedIcon(bytes)
        // Boxes with metadata stand behind the pixels, too; a drawing is judged whole.
        case .jxl, .svg, nil: nil
        }
    }
}

/// Whole numbers out of a file's bytes, never past the end.
struct NumberReader {
    let bytes: [UInt8]
    let isBigEndian: Bool

    /// The number of `size` bytes, 1…8, at `offset`; `nil` past the end, and above `Int.max`.
    func number(at offset: Int, size: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - size else { return nil }
        var value: UInt64 = 0
        for index in 0..<size {
            value = value << 8 | UInt64(bytes[offset + (isBigEndian ? index : size - 1 - index)])
        }
        return Int(exactly: value)
    }

    /// `bytes` with `value` at `offset` as a number of `size` bytes.
    static func put(_ value: Int, into bytes: inout [UInt8], at offset: Int, size: Int, isBigEndian: Bool) {
        for index in 0..<size {
            let shift = 8 * (isBigEndian ? size - 1 - index : index)
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> shift)
        }
    }
}
