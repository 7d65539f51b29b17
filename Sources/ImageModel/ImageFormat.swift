/// An image file format that Stillwater reads or writes.
package enum ImageFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case jpeg, png, webp, avif, heic, gif, tiff, jxl, svg, bmp, ico

    /// The format that a user names: an extension or a common alias, in any case. `nil` if it is not one of ours.
    package init?(name: some StringProtocol) {
        switch name.lowercased() {
        case "jpg", "jpe", "jfif": self = .jpeg
        case "tif": self = .tiff
        case "heif": self = .heic
        case let name:
            guard let format = ImageFormat(rawValue: name) else { return nil }
            self = format
        }
    }

    /// The name as written in texts.
    package var displayName: String {
        switch self {
        case .webp: "WebP"
        case .jxl: "JPEG XL"
        default: rawValue.uppercased()
        }
    }

    /// The file name extension, without the dot.
    package var fileExtension: String {
        self == .jpeg ? "jpg" : rawValue
    }

    /// The format's registered media type (IANA), as used in `Content-Type`.
    package var contentType: String {
        switch self {
        case .svg: "image/svg+xml"
        case .bmp: "image/bmp"
        case .ico: "image/x-icon"
        default: "image/\(rawValue)"
        }
    }

    /// The formats that can be written, in the order in which help texts name them.
    package static let writable: [ImageFormat] = [
        .jpeg, .png, .webp, .avif, .gif, .tiff, .jxl, .heic, .bmp, .ico,
    ]

    package var isWritable: Bool { Self.writable.contains(self) }

    /// Whether a written file keeps transparency; if not, pixels are flattened onto the background colour.
    package var keepsAlpha: Bool { self != .jpeg }

    /// Whether a written file can hold several frames; if not, the first frame is written.
    package var keepsAnimation: Bool { self == .gif || self == .webp }

    /// Whether a written file says by a profile what its colours are; if not, they are sRGB.
    package var keepsProfile: Bool {
        switch self {
        case .jpeg, .png, .webp, .avif, .heic, .tiff, .jxl: true
        case .gif, .svg, .bmp, .ico: false
        }
    }

    /// Whether `quality` affects what is written.
    package var hasQuality: Bool {
        switch self {
        case .jpeg, .webp, .avif, .heic, .jxl, .tiff: true
        case .png, .gif, .svg, .bmp, .ico: false
        }
    }

    /// The quality if none is given, 1…100. The encoders' scales differ; these values look alike.
    package var defaultQuality: Int {
        switch self {
        case .webp: 79
        case .avif, .heic: 63
        case .jxl: 77
        default: 80
        }
    }

    /// The longest side in pixels that a file of the format can have.
    ///
    /// JPEG: 16-bit fields, less libjpeg's limit (`JPEG_MAX_DIMENSION` 65500). WebP: 14 bits. AVIF: libheif's security
    /// limit. GIF: 16 bits. The others have 32-bit fields; libvips stops at 10,000,000.
    package var maximumSide: Int {
        switch self {
        case .jpeg: 65_500
        case .webp: 16_383
        case .avif, .heic: 16_384
        case .gif: 65_535
        case .ico: 256
        case .png, .tiff, .jxl, .svg, .bmp: 10_000_000
        }
    }
}
