package import Codecs

/// Spreads or narrows a picture's tones.
package enum ContrastStep {
    /// `image` with each colour sample moved away from the middle by `factor` (0 and up; 1 changes nothing), clipped.
    /// Alpha stays.
    ///
    /// out = (in − 127.5) · factor + 127.5: `contrast()` of W3C Filter Effects Level 1, §9.6, on 0…255. Example: 100 by
    /// a factor of 2 is 72.5, which rounds to 72.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(_ image: consuming Image, factor: Double) throws(CodecError) -> Image {
        guard factor != 1 else { return image }
        return try image.changedColours { (colours) throws(CodecError) in
            try colours.scaled(by: [factor], plus: [127.5 * (1 - factor)])
        }
    }
}
