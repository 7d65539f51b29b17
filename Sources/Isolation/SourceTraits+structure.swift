package import Codecs
import ImageModel

extension SourceTraits {
    /// The traits of a source with `structure`, whose header was told by our own readers or not.
    package init(of bytes: [UInt8], isReadHere: Bool, _ structure: SourceStructure) {
        let format = ImageFormat(signatureOf: bytes)
        self.init(
            isReadHere: isReadHere, hasMetadata: structure.metadataBytes > Self.smallMetadataBytes(format),
            byteCount: bytes.count, scans: max(structure.scans, 1))
    }

    /// Metadata that can't keep a library busy, however it is made: of JPEG the marks that nearly all files have, with room
    /// for four entries of a directory; of PNG some texts, counted as they are when they are inflated.
    private static func smallMetadataBytes(_ format: ImageFormat?) -> Int {
        switch format {
        case .jpeg: 64
        case .png: 64 << 10
        case .webp, .gif, .tiff, .avif, .heic, .jxl, .svg, .bmp, .ico, nil: 0
        }
    }
}
