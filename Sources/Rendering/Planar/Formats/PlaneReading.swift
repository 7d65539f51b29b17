import Codecs
import ImageModel

/// What is known of a format whose files are decoded into planes. Each has one type that says it.
protocol PlaneReading {
    /// Whether rows come while the file is decoded; otherwise the whole picture is decoded in one call.
    static var givesRows: Bool { get }

    /// Decodes `bytes` into `run`, in order and once; returns whether there was damage that is shown. Blocks.
    ///
    /// - Throws: `undecodable`, and what `run` throws.
    static func decode(_ bytes: [UInt8], into run: PlanarRun) throws(CodecError) -> Bool

    /// Bytes that the decoder and the decoded rows of `source` take at most in a run of `plan`.
    static func peakBytes(of source: SourceHeader, in plan: PlanarPlan) -> Int
}

/// A format whose files are decoded into planes.
enum PlaneFormat: Sendable, Hashable, Codable {
    case jpeg, png, webp, avif

    /// `nil` for formats that libvips alone decodes.
    init?(_ format: ImageFormat) {
        switch format {
        case .jpeg: self = .jpeg
        case .png: self = .png
        case .webp: self = .webp
        case .avif: self = .avif
        case .heic, .gif, .tiff, .jxl, .svg, .bmp, .ico: return nil
        }
    }

    var reading: any PlaneReading.Type {
        switch self {
        case .jpeg: JPEGPlanes.self
        case .png: PNGPlanes.self
        case .webp: WebPPlanes.self
        case .avif: AVIFPlanes.self
        }
    }
}
