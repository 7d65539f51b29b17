import Codecs
import ImageModel

/// What is known of a format whose files are written from planes. Each has one type that says it.
protocol PlaneWriting {
    /// The planes that a file of `quality`, 1…100, takes of a picture that was decoded into `source`; `nil` if `options` need
    /// pixels.
    static func planes(for source: PlaneLayout, quality: Int, _ options: OutputOptions) -> FilePlanes?

    /// A writer of a picture of `size`, whose planes are `layout`, one that `planes(for:quality:_:)` returned.
    ///
    /// - Throws: `unencodable`.
    static func writer(
        _ size: PixelSize, _ layout: PlaneLayout, quality: Int, _ options: OutputOptions
    ) throws(CodecError) -> any PlaneFileSink

    /// Whether a writer with `options` holds more of a picture than `RenderPlan` counts for every encoder of the format.
    static func holdsPicture(_ options: OutputOptions) -> Bool
}

/// The planes that a file takes.
struct FilePlanes {
    var layout: PlaneLayout
    /// What `layout` becomes if it would lose visible detail of colours; `nil` where it is settled.
    var finer: PlaneLayout?

    init(_ layout: PlaneLayout) { self.layout = layout }

    /// Of a file whose colours may have half the sides, by `subsampling`, of a picture that was decoded into `source`. Only a source
    /// that has all colours is looked at: cameras' pictures mostly have not, and cost nothing.
    init(_ subsampling: OutputOptions.Subsampling, quality: Int, of source: PlaneLayout) {
        layout = source.colours == .grey ? .grey : PlaneLayout(subsampling, quality: quality)
        if subsampling == .auto, layout == .halved, source.hasAllColours { finer = .full }
    }
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
