import ImageModel

/// What a file holds beside its pixels, and in how many parts, as its own tables say: told by walking over them, without
/// any library. What is not there to be counted is 0.
package struct SourceStructure: Sendable, Hashable {
    /// Bytes of colour profiles as they are stored.
    package var profileBytes = 0
    /// Bytes of EXIF, XMP, comments and the like as they are stored.
    package var metadataBytes = 0
    /// Texts of a PNG file.
    package var texts = 0
    /// Scans of a JPEG file that has several.
    package var scans = 0
    /// Directories of a TIFF file.
    package var directories = 0
    /// Whether a directory of a TIFF file leads back to itself or an earlier one.
    package var hasDirectoryLoop = false
    /// Frames of a GIF or WebP file.
    package var frames = 0
    /// Items of an AVIF or HEIC file, or tiles of its largest grid, whichever are more.
    package var items = 0

    package init() {}

    /// The structure of `bytes`, of whatever format they are. Cost: a look at each part's header; no pixels are read, but for the
    /// bytes of a JPEG file's scans where there are several.
    package init(of bytes: [UInt8]) {
        guard let format = ImageFormat(signatureOf: bytes) else { return }
        let reader = NumberReader(bytes: bytes, isBigEndian: true)
        switch format {
        case .jpeg: countJPEG(bytes)
        case .png: countPNG(reader)
        case .gif: countGIF(bytes)
        case .webp: countWebP(NumberReader(bytes: bytes, isBigEndian: false))
        case .tiff: countTIFF(bytes)
        case .avif, .heic: countHEIF(reader, in: 0..<bytes.count, depth: 0)
        case .jxl, .svg, .bmp, .ico: break
        }
    }
}

extension NumberReader {
    /// The four letters at `offset`; empty past the end.
    func name(at offset: Int) -> String {
        guard offset >= 0, offset <= bytes.count - 4 else { return "" }
        return String(decoding: bytes[offset..<(offset + 4)], as: UTF8.self)
    }
}
