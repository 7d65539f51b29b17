package import Codecs
package import ImageModel

extension SourceTraits {
    /// The traits of a source with `structure`, whose header was or was not read by our own readers.
    package init(isReadHere: Bool, _ structure: SourceStructure, format: ImageFormat?) {
        self.init(
            isReadHere: isReadHere, hasMetadata: structure.metadataBytes > Self.smallMetadataBytes(format))
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
