/// How a rendition is written, beyond format and quality.
package struct OutputOptions: Sendable, Hashable, Codable {
    package enum Subsampling: String, Sendable, Hashable, Codable, CaseIterable {
        case auto, on, off
    }

    /// An encoder's own switches; `nil` leaves the default.
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

    /// A quality that is searched for.
    package struct AutoQuality: Sendable, Hashable, Codable {
        package enum Method: Sendable, Hashable, Codable {
            case none
            /// The highest quality with at most this many bytes.
            case size(bytes: Int)
            /// The lowest quality whose decoded result is at most this far from the rendition (DSSIM).
            case dssim(target: Double)
        }

        package var method: Method
        package var minimumQuality: Int
        package var maximumQuality: Int
        package var allowedError: Double

        package init(method: Method, minimumQuality: Int = 70, maximumQuality: Int = 80, allowedError: Double = 0.001) {
            self.method = method
            self.minimumQuality = minimumQuality
            self.maximumQuality = maximumQuality
            self.allowedError = allowedError
        }
    }

    /// By format, where `Rendition.quality` names none.
    package var qualities: [ImageFormat: Int] = [:]
    /// The most bytes of the file, by lowering the quality; 0 is off.
    package var maximumBytes = 0
    package var autoQuality: AutoQuality?
    package var jpeg = JPEG()
    package var png = PNG()
    package var webp = WebP()
    package var avif = AVIF()
    package var jxl = JXL()
    package var stripsMetadata = true
    /// Copyright and artist stay when metadata goes.
    package var keepsCopyright = true
    /// Colours are converted to sRGB and the profile is left out.
    package var stripsProfile = true
    /// 16-bit samples stay where the format has them.
    package var keepsHighDynamicRange = false
    /// Dots per inch that the file says; 0 says nothing.
    package var dotsPerInch = 0.0

    package init() {}

    package static let standard = OutputOptions()
}
