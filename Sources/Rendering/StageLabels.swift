import ImageModel
import Profiling

/// What profiles say of the stages of one render: which engine did what, of which format.
struct StageLabels {
    let decode: ProfileLabels
    let resize: ProfileLabels
    let encode: ProfileLabels

    /// `engine` is `planar` or `libvips`; `outer` are the labels of whoever asked for the render.
    init(_ outer: ProfileLabels, engine: String, format: ImageFormat) {
        let common = outer.with("engine", engine).with("format", format.rawValue)
        decode = common.with("stage", "decode")
        resize = common.with("stage", "resize")
        encode = common.with("stage", "encode")
    }
}
