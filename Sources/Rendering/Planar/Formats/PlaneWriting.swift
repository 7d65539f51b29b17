import Codecs
import ImageModel

/// What is known of a format whose files are written from planes. Each has one type that says it.
protocol PlaneWriting {
    /// The planes that a file of `quality`, 1…100, takes of a picture that was decoded into `source`; `nil` if `options` need
    /// pixels.
    static func layout(for source: PlaneLayout, quality: Int, _ options: OutputOptions) -> PlaneLayout?

    /// A writer of a picture of `size`, whose planes are `layout`, one that `layout(for:quality:_:)` returned.
    ///
    /// - Throws: `unencodable`.
    static func writer(
        _ size: PixelSize, _ layout: PlaneLayout, quality: Int, _ options: OutputOptions
    ) throws(CodecError) -> any PlaneFileSink

    /// Whether a writer with `options` holds more of a picture than `RenderPlan` counts for every encoder of the format.
    static func holdsPicture(_ options: OutputOptions) -> Bool
}

extension ImageFormat {
    /// How files of the format are written from planes; `nil` for formats that are written from pixels alone.
    var planeWriting: (any PlaneWriting.Type)? {
        switch self {
        case .jpeg: JPEGPlanes.self
        case .webp: WebPPlanes.self
        case .avif: AVIFPlanes.self
        case .png, .heic, .gif, .tiff, .jxl, .svg, .bmp, .ico: nil
        }
    }
}
