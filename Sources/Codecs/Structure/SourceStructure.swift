import ImageModel

/// What a file contains besides its pixels, and in how many parts, according to its own tables, which are walked
/// without any library. What does not occur is 0.
package struct SourceStructure: Sendable, Hashable {
    /// Bytes of colour profiles; compressed ones count with what they expand to.
    package var profileBytes = 0
    /// Bytes of EXIF, XMP, comments and the like; compressed ones count with what they expand to.
    package var metadataBytes = 0
    /// Texts of a PNG file.
    package var texts = 0
    /// Scans of a JPEG file that has several.
    package var scans = 0
    /// Directories of a TIFF file.
    package var directories = 0
    /// Whether a directory of a TIFF file leads back to itself or an earlier one.
    package var hasDirectoryLoop = false
    /// Whether directories of a block of EXIF repeatedly lead back to themselves, or to one another.
    package var hasEXIFLoop = false
    /// Whether tables or parts of the file overlap, so that they claim more than its bytes have room for.
    package var hasOverlaps = false
    /// Frames of a GIF or WebP file.
    package var frames = 0
    /// Items of an AVIF or HEIC file, or tiles of its largest grid, whichever are more.
    package var items = 0
    /// Whether the walk was interrupted before everything was counted.
    package var isInterrupted = false

    package init() {}

    /// The structure of `bytes`, in any format. Ends early if the thread's work has to end.
    ///
    /// Cost: a look at each part's header. No pixels are read, except the bytes of a JPEG file's scans if there are
    /// several. Compressed texts and profiles are read, but not expanded.
    package init(of bytes: [UInt8]) { self.init(of: bytes, steps: WalkSteps(over: bytes.count)) }

    /// As above, if it takes only microseconds; `nil` if it needs a thread.
    package init?(quicklyOf bytes: [UInt8]) {
        let steps = WalkSteps(most: Self.quickSteps)
        self.init(of: bytes, steps: steps)
        guard !steps.isEnded else { return nil }
    }

    /// The steps for 50 segments of a JPEG file, or some kilobytes of compressed profiles; at most half a millisecond.
    private static let quickSteps = 20_000

    /// As above; the walk is part of `steps`.
    init(of bytes: [UInt8], steps: WalkSteps) {
        guard let format = ImageFormat(signatureOf: bytes) else { return }
        let reader = NumberReader(bytes: bytes, isBigEndian: true, steps: steps)
        switch format {
        case .jpeg: countJPEG(bytes, steps)
        case .png: countPNG(reader, in: bytes.indices)
        case .gif: countGIF(bytes, steps)
        case .webp: countWebP(NumberReader(bytes: bytes, isBigEndian: false, steps: steps))
        case .tiff: countTIFF(bytes, steps)
        case .avif, .heic: countBoxes(reader, in: bytes.indices, depth: 0)
        // Others are bare: they have no boxes.
        case .jxl: if bytes.first == 0 { countBoxes(reader, in: bytes.indices, depth: 0) }
        case .ico: countIcon(reader)
        case .svg, .bmp: break
        }
        isInterrupted = steps.isInterrupted
        hasOverlaps = hasOverlaps || steps.isExhausted
    }
}
