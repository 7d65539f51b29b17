internal import CVipsShim
package import ImageModel

// Every operation gives a new image and leaves its input as it is. All but `copiedToMemory` are lazy.
extension Image {
    @safe private func operation(
        _ call: (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> Int32
    ) throws(CodecError) -> Image {
        try Image.made(.operationFailed) { out in unsafe call(handle, out) }
    }

    /// Decodes and computes everything that is behind this image, into memory. Blocks for as long as that takes.
    ///
    /// - Throws: `undecodable`: whatever goes wrong on the way comes from the source's bytes, or there is no memory.
    package func copiedToMemory() throws(CodecError) -> Image {
        try Image.made(.undecodable) { out in unsafe sw_copy_memory(handle, out) }
    }

    /// - Throws: `operationFailed` when `rect` is not inside the image.
    package func cropped(to rect: PixelRect) throws(CodecError) -> Image {
        try operation { image, out in
            unsafe sw_crop(
                image, Int32(rect.left), Int32(rect.top), Int32(rect.size.width), Int32(rect.size.height), out)
        }
    }

    /// Exactly `target` pixels, by Lanczos 3 (antialiased when shrinking). Alpha must be premultiplied by the caller.
    package func resized(to target: PixelSize) throws(CodecError) -> Image {
        let horizontal = Double(target.width) / Double(size.width)
        let vertical = Double(target.height) / Double(size.height)
        return try operation { image, out in unsafe sw_resize(image, horizontal, vertical, out) }
    }

    /// Colour bands times alpha, as floating point.
    package func premultiplied() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_premultiply(image, out) }
    }

    /// Colour bands divided by alpha, as floating point.
    package func unpremultiplied() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_unpremultiply(image, out) }
    }

    /// Samples of the type that `other` has, rounded and clipped.
    package func cast(like other: borrowing Image) throws(CodecError) -> Image {
        let other = unsafe other.handle
        return try operation { image, out in unsafe sw_cast_like(image, other, out) }
    }

    /// Straight-alpha 8-bit sRGB, or 8-bit grey when the picture is grey, for showing on any screen.
    ///
    /// An embedded profile is honoured; one that can't be used is ignored, as browsers do. CMYK without a profile goes
    /// through libvips' own.
    ///
    /// - Throws: `undecodable` for samples that mean no colour.
    package func convertedToSRGB() throws(CodecError) -> Image {
        let isGrey = colour == .grey
        if hasProfile || colour == .cmyk {
            do {
                return try Image.made(.undecodable) { out in unsafe sw_profile_to_srgb(handle, out) }
            } catch {
                guard colour != .cmyk else { throw error }
            }
        }
        return try Image.made(.undecodable) { out in
            unsafe isGrey ? sw_colour_to_grey(handle, out) : sw_colour_to_srgb(handle, out)
        }
    }

    /// Transparency over an opaque colour, 0…255 a band.
    package func flattened(red: Int, green: Int, blue: Int) throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_flatten(image, Double(red), Double(green), Double(blue), out) }
    }

    /// Put upright. Needs rows in any order, unless `orientation.keepsRowOrder`.
    package func turned(upright orientation: Orientation) throws(CodecError) -> Image {
        let mirrored =
            orientation.mirrorsFirst
            ? try operation { image, out in unsafe sw_mirror(image, out) }
            : try operation { image, out in unsafe sw_rotate(image, 0, out) }
        guard orientation.quarterTurns > 0 else { return mirrored }
        let turns = Int32(orientation.quarterTurns)
        return try mirrored.operation { image, out in unsafe sw_rotate(image, turns, out) }
    }

    /// Without EXIF, XMP, IPTC, profile, orientation and comments; pixels are shared.
    package func withoutMetadata() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_without_metadata(image, out) }
    }
}
