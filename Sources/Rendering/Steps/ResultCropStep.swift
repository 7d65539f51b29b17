import Codecs
import ImageModel

/// Cuts a resized picture to the box.
enum ResultCropStep {
    /// `image` cut to `area`; if that has no position yet, the pixels determine it. `nil` keeps everything.
    ///
    /// - Throws: `operationFailed`, `undecodable`.
    static func apply(_ image: consuming Image, _ area: CropArea?) throws(CodecError) -> Image {
        switch area {
        case nil: return image
        case .at(let rect): return try image.cropped(to: rect)
        case .smart(let size):
            let whole = try image.copiedToMemory()
            return try whole.cropped(to: try SmartCropStep.position(of: size, in: whole))
        }
    }
}
