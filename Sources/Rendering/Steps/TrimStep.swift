package import Codecs
package import ImageModel

/// Finds the borders of one colour.
package enum TrimStep {
    /// What a trim leaves of `image`: the smallest box around everything that differs from the border's colour by more
    /// than the threshold in a band (0…255), after a 3 × 3 median against specks. The whole picture if nothing would be
    /// left, or if a side is shorter than the median's.
    ///
    /// Transparency counts as a colour of its own: pixels are laid on magenta, which no border has by chance. Reads all
    /// pixels, in any order.
    ///
    /// - Throws: `operationFailed`, `undecodable`.
    package static func box(in image: borrowing Image, _ trim: Trim) throws(CodecError) -> PixelRect {
        let whole = PixelRect(left: 0, top: 0, size: image.size)
        guard min(image.size.width, image.size.height) >= 3 else { return whole }
        let opaque = try image.asRGB().laidOnMagenta()
        let border = if let colour = trim.colour { colour.samples } else { try opaque.pixel(x: 0, y: 0) }
        guard let box = try opaque.box(differingFrom: border, by: trim.threshold) else { return whole }
        return evened(box, in: image.size, trim)
    }

    /// Cuts the same amount on both sides if requested: the smaller of the two.
    private static func evened(_ box: PixelRect, in size: PixelSize, _ trim: Trim) -> PixelRect {
        var box = box
        if trim.isEqualHorizontally {
            let cut = min(box.left, size.width - box.left - box.size.width)
            (box.left, box.size.width) = (cut, size.width - 2 * cut)
        }
        if trim.isEqualVertically {
            let cut = min(box.top, size.height - box.top - box.size.height)
            (box.top, box.size.height) = (cut, size.height - 2 * cut)
        }
        return box
    }
}

extension Image {
    fileprivate consuming func laidOnMagenta() throws(CodecError) -> Image {
        guard hasAlpha else { return self }
        return try flattened(red: 255, green: 0, blue: 255)
    }
}
