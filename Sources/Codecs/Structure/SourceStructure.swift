import ImageModel

/// What a file holds beside its pixels, and in how many parts, as its own tables say: told by walking over them, without
/// any library. What is not there to be counted is 0.
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
    /// Whether directories of a block of EXIF lead back to themselves, or to one another, again and again.
    package var hasEXIFLoop = false
    /// Whether tables or parts of the file lie over one another, so that they say more than its bytes have room for.
    package var hasOverlaps = false
    /// Frames of a GIF or WebP file.
    package var frames = 0
    /// Items of an AVIF or HEIC file, or tiles of its largest grid, whichever are more.
    package var items = 0
    /// Whether the thread's work was to end before all was counted.
    package var isInterrupted = false

    package init() {}

    /// The structure of `bytes`, of whatever format they are. Ends early when the thread's work is to end.
    ///
    /// Cost: a look at each part's header; no pixels are read, but for the bytes of a JPEG file's scans where there are
    /// several. Compressed texts and profiles are read, and expanded nowhere.
    package init(of bytes: [UInt8]) { self.init(of: bytes, steps: WalkSteps(over: bytes.count)) }

    /// As above where it takes some microseconds; `nil` where a thread should be found for it.
    package init?(quicklyOf bytes: [UInt8]) {
        let steps = WalkSteps(most: Self.quickSteps)
        self.init(of: bytes, steps: steps)
        guard !steps.isEnded else { return nil }
    }

    /// Those of 50 segments of a JPEG file, or of some kilobytes of compressed profiles; half a millisecond at most.
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
