import Codecs

extension Image {
    /// What `change` makes of the picture with colours weighted by alpha, so that those of transparent pixels don't show;
    /// 8 bit again.
    ///
    /// Where neighbours mix, alpha mixes as they do.
    consuming func changedWeighted(
        by change: (borrowing Image) throws(CodecError) -> Image
    ) throws(CodecError) -> Image {
        guard hasAlpha else { return try change(self).rounded() }
        return try change(try premultiplied()).unpremultiplied().rounded()
    }

    /// What `change` makes of the colour bands; alpha stays as it is. 8 bit again, and grey or sRGB as before.
    consuming func changedColours(
        by change: (borrowing Image) throws(CodecError) -> Image
    ) throws(CodecError) -> Image {
        guard hasAlpha else { return try change(self).rounded() }
        let alpha = try bands(from: colourBands, count: 1)
        let colours = try bands(from: 0, count: colourBands)
        return try change(colours).rounded().joined(with: alpha)
    }
}
