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
        closed(bytes, needs: needs, steps: WalkSteps(over: bytes.count))
    }

    /// As above; the walk is part of `steps`.
    static func closed(_ bytes: [UInt8], needs: Needs, steps: WalkSteps) -> [UInt8]? {
        let closed = walked(bytes, needs, steps)
        return steps.isEnded ? nil : closed
    }

    private static func walked(_ bytes: [UInt8], _ needs: Needs, _ steps: WalkSteps) -> [UInt8]? {
        switch ImageFormat(signatureOf: bytes) {
        // The decoder refuses them when their header, up to the pixels, is not complete.
        case .jpeg, .png, .bmp: bytes
        // Each frame says anew whether it has clear pixels.
        case .gif: needs.frames || needs.bands ? nil : bytes
        case .webp: closedWebP(bytes, needs, steps)
        case .avif, .heic: closedHEIF(bytes, steps)
        case .tiff: TIFFDirectory.isComplete(in: bytes, needsAll: needs.frames, steps: steps) ? bytes : nil
        case .ico: closedIcon(bytes, steps)
        // Boxes with metadata stand behind the pixels, too; a drawing is judged whole.
        case .jxl, .svg, nil: nil
        }
    }
}
