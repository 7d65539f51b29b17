package import Codecs

/// Makes a picture lighter or darker.
package enum BrightnessStep {
    /// `image` with `levels` (-255…255) added to each colour sample, clipped. Alpha stays.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(_ image: consuming Image, levels: Int) throws(CodecError) -> Image {
        guard levels != 0 else { return image }
        return try image.changedColours { (colours) throws(CodecError) in
            try colours.scaled(by: [1], plus: [Double(levels)])
        }
    }
}
