import ImageModel

/// The beginning of an image file, changed so that decoders accept it as whole while they read only header and
/// metadata.
package enum FileBeginning {
    /// What has to be correct besides format, size and metadata of the first picture.
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

    /// A file made from the first bytes of another one, from which header, EXIF and profile can be read as from the
    /// whole; `nil` if that needs more bytes, or the format has them at its end. Whether they can be read at all, the
    /// decoder decides.
    ///
    /// If the format states its length, the copy says that it ends with `bytes`. Cost: a copy, and a look at each of
    /// the file's boxes or tags.
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
        // The decoder refuses them if their header, up to the pixels, is incomplete.
        case .jpeg, .png, .bmp: bytes
        // Each frame says itself whether it has transparent pixels.
        case .gif: needs.frames || needs.bands ? nil : bytes
        case .webp: closedWebP(bytes, needs, steps)
        case .avif, .heic: closedHEIF(bytes, steps)
        case .tiff: TIFFDirectory.isComplete(in: bytes, needsAll: needs.frames, steps: steps) ? bytes : nil
        case .ico: closedIcon(bytes, steps)
        // Boxes with metadata may follow the pixels; a drawing is checked as a whole.
        case .jxl, .svg, nil: nil
        }
    }
}
