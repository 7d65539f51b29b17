package import ImageModel

/// Which renders are made in processes of their own.
package enum Isolation: String, Sendable, Hashable, CaseIterable {
    /// Those whose decoders are not tried daily against hostile files by their makers: SVG, AVIF, HEIC, TIFF, JPEG XL, BMP, ICO. And
    /// files whose encoders do a whole picture in one call that nothing can end but the end of the process: AVIF, JPEG XL.
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

    /// Whether renders are that write `format`.
    package func isolatesWriting(_ format: ImageFormat) -> Bool {
        switch self {
        case .all: true
        case .none: false
        case .risky: format == .avif || format == .jxl
        }
    }
}
