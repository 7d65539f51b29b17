internal import CVipsShim
package import ImageModel

// Pictures on, over and beside each other. Every operation gives a new, lazy image.
extension Image {
    /// On a canvas of `size` with its corner at column `left`, row `top`; `background` (a value a band) around.
    package func embedded(
        in size: PixelSize, left: Int, top: Int, background: [Double]
    ) throws(CodecError) -> Image {
        try operation { image, out in
            unsafe sw_embed(
                image, Int32(left), Int32(top), Int32(size.width), Int32(size.height), background,
                Int32(background.count), out)
        }
    }

    /// On a canvas of `size` from the top left corner, the rest filled with the picture mirrored.
    package func extendedByMirroring(to size: PixelSize) throws(CodecError) -> Image {
        try operation { image, out in
            unsafe sw_embed_mirrored(image, Int32(size.width), Int32(size.height), out)
        }
    }

    /// Again and again beside and below each other.
    package func replicated(across: Int, down: Int) throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_replicate(image, Int32(across), Int32(down), out) }
    }

    /// With `part` in place of what is below it.
    package func replacing(with part: borrowing Image, left: Int, top: Int) throws(CodecError) -> Image {
        let part = unsafe part.handle
        return try operation { image, out in unsafe sw_insert(image, part, Int32(left), Int32(top), out) }
    }

    /// With `overlay`, of as many bits a sample, over it (Porter and Duff's "over", straight alpha in and out); it may hang
    /// over any edge. The result has an alpha band.
    package func composited(with overlay: borrowing Image, left: Int, top: Int) throws(CodecError) -> Image {
        let overlay = unsafe overlay.handle
        return try operation { image, out in unsafe sw_composite(image, overlay, Int32(left), Int32(top), out) }
    }

    /// Turned clockwise by `quarterTurns` (0…3).
    package func turned(by quarterTurns: Int) throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_rotate(image, Int32(quarterTurns), out) }
    }
}
