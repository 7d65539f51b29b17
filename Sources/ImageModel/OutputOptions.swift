/// How a rendition is written, beyond format and quality.
package struct OutputOptions: Sendable, Hashable, Codable {
    /// Whether colours are stored at half the sides (4:2:0).
    package enum Subsampling: String, Sendable, Hashable, Codable, CaseIterable {
        /// Up to a quality of 89, unless that would lose visible detail of a source that has it.
        case auto
        case on, off
    }

    /// An encoder's own options; `nil` keeps the default.
    package struct JPEG: Sendable, Hashable, Codable {
        package var progressive: Bool?
        package var subsampling: Subsampling?
        package var optimisesTables: Bool?
        package init() {}
    }

    package struct PNG: Sendable, Hashable, Codable {
        package var interlaced: Bool?
        package var quantises: Bool?
        /// 2…256.
        package var colours: Int?
        package init() {}
    }

    package enum WebPCompression: String, Sendable, Hashable, Codable, CaseIterable {
        case lossy
        case nearLossless = "near_lossless"
        case lossless
    }

    package enum WebPPreset: String, Sendable, Hashable, Codable, CaseIterable {
        case standard = "default"
        case photo, picture, drawing, icon, text
    }

    package struct WebP: Sendable, Hashable, Codable {
        package var compression: WebPCompression?
        package var smartSubsampling: Bool?
        package var preset: WebPPreset?
        /// 0…6.
        package var effort: Int?
        package init() {}
    }

    package struct AVIF: Sendable, Hashable, Codable {
        package var subsampling: Subsampling?
        /// 0…9, 9 the fastest.
        package var speed: Int?
        package init() {}
    }

    package struct JXL: Sendable, Hashable, Codable {
        /// 1…9, 1 the fastest.
        package var effort: Int?
        package init() {}
    }

    /// A quality found by searching.
    package struct AutoQuality: Sendable, Hashable, Codable {
        package enum Method: Sendable, Hashable, Codable {
            case none
            /// The highest quality with at most this many bytes.
            case size(bytes: Int)
            /// The lowest quality whose decoded result differs from the rendition by at most this much (DSSIM).
            case dssim(target: Double)
        }

        package var method: Method
        package var minimumQuality: Int
        package var maximumQuality: Int
        package var allowedError: Double
        /// By format, in place of the two above.
        package var minimumQualities: [ImageFormat: Int] = [:]
        package var maximumQualities: [ImageFormat: Int] = [:]
        /// Results of more pixels have the quality that they would have without a search; 0 is off.
        package var maximumPixels = 0

        package init(method: Method, minimumQuality: Int = 70, maximumQuality: Int = 80, allowedError: Double = 0.001) {
            self.method = method
            self.minimumQuality = minimumQuality
            self.maximumQuality = maximumQuality
            self.allowedError = allowedError
        }
    }

    /// By format, if `Rendition.quality` is not set.
    package var qualities: [ImageFormat: Int] = [:]
    /// The maximum file size in bytes, met by lowering the quality; 0 is off.
    package var maximumBytes = 0
    package var autoQuality: AutoQuality?
    package var jpeg = JPEG()
    package var png = PNG()
    package var webp = WebP()
    package var avif = AVIF()
    package var jxl = JXL()
    package var stripsMetadata = true
    /// Copyright and artist are kept when metadata is removed.
    package var keepsCopyright = true
    /// Colours are converted to sRGB and the profile is removed.
    package var stripsProfile = true
    /// 16-bit samples are kept if the format supports them.
    package var keepsHighDynamicRange = false
    /// The dots per inch stated in the file; 0 states none.
    package var dotsPerInch = 0.0

    package init() {}

    package static let standard = OutputOptions()
}
