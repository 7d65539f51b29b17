package import ImageModel

/// Which sources are decoded in processes of their own.
package enum Isolation: String, Sendable, Hashable, CaseIterable {
    /// Those whose decoders are not tried daily against hostile files by their makers: SVG, AVIF, HEIC, TIFF, JPEG XL, BMP, ICO.
    case risky
    case all
    case none

    /// Whether a source of `format` is; `nil` is no known format, which nothing decodes.
    package func isolates(_ format: ImageFormat?) -> Bool {
        guard let format else { return false }
        switch self {
        case .all: return true
        case .none: return false
        case .risky:
            switch format {
            case .svg, .avif, .heic, .tiff, .jxl, .bmp, .ico: return true
            case .jpeg, .png, .webp, .gif: return false
            }
        }
    }
}
