package import Codecs
import ImageModel

extension SourceTraits {
    /// The traits of a source with `structure`, whose header was or was not read by our own readers.
    package init(of bytes: [UInt8], isReadHere: Bool, _ structure: SourceStructure) {
        let format = ImageFormat(signatureOf: bytes)
        self.init(
            isReadHere: isReadHere, hasMetadata: structure.metadataBytes > Self.smallMetadataBytes(format),
            byteCount: bytes.count, scans: max(structure.scans, 1))
    }

    /// The size of metadata that cannot keep a library busy, whatever it contains: in JPEG the markers that nearly all
    /// files have, with room for a directory of four entries; in PNG some text chunks, measured after inflating.
    private static func smallMetadataBytes(_ format: ImageFormat?) -> Int {
        switch format {
        case .jpeg: 64
        case .png: 64 << 10
        case .webp, .gif, .tiff, .avif, .heic, .jxl, .svg, .bmp, .ico, nil: 0
        }
    }
}
