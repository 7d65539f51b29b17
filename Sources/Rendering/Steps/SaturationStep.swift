package import Codecs

/// Makes colours stronger or weaker.
package enum SaturationStep {
    /// Weights of red, green and blue in lightness (ITU-R BT.709, as W3C Filter Effects rounds them).
    static let lightness = [0.213, 0.715, 0.072]

    /// `image` with each colour moved away from the grey of its lightness by `factor` (0 is grey; 1 changes nothing),
    /// clipped. Alpha stays; a grey picture is left unchanged.
    ///
    /// out = L + (in − L) · factor with L = 0.213 R + 0.715 G + 0.072 B: `saturate()` of W3C Filter Effects Level 1,
    /// §9.6. Example: red (255, 0, 0) by 0.5 has L 54.3 and becomes (155, 27, 27).
    ///
    /// - Throws: `operationFailed`.
    package static func apply(_ image: consuming Image, factor: Double) throws(CodecError) -> Image {
        guard factor != 1, image.colourBands == 3 else { return image }
        let matrix = (0..<3).map { row in
            (0..<3).map { column in lightness[column] * (1 - factor) + (row == column ? factor : 0) }
        }
        return try image.changedColours { (colours) throws(CodecError) in try colours.recombined(by: matrix) }
    }
}
