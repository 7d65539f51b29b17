internal import CVipsShim
package import ImageModel

// Every operation gives a new image and leaves its input as it is. All but `copiedToMemory` are lazy.
extension Image {
    @safe func operation(
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

    /// The same picture once more; pixels are shared.
    package func same() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_bands_from(image, 0, sw_bands(image), out) }
    }

    /// - Throws: `operationFailed` when `rect` is not inside the image.
    package func cropped(to rect: PixelRect) throws(CodecError) -> Image {
        try operation { image, out in
            unsafe sw_crop(
                image, Int32(rect.left), Int32(rect.top), Int32(rect.size.width), Int32(rect.size.height), out)
        }
    }

    /// Exactly `target` pixels, antialiased when shrinking (but for `.nearest`). Alpha must be premultiplied by the
    /// caller.
    package func resized(
        to target: PixelSize, _ resampling: Resampling = .lanczos3
    ) throws(CodecError) -> Image {
        let horizontal = Double(target.width) / Double(size.width)
        let vertical = Double(target.height) / Double(size.height)
        let kernel = resampling.kernel
        return try operation { image, out in unsafe sw_resize_by(image, horizontal, vertical, kernel, out) }
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

    /// Transparency over an opaque colour, 0…255 a band, with as many bits a sample as before.
    package func flattened(red: Int, green: Int, blue: Int) throws(CodecError) -> Image {
        let levels = (level(Double(red)), level(Double(green)), level(Double(blue)))
        return try operation { image, out in unsafe sw_flatten(image, levels.0, levels.1, levels.2, out) }
    }

    /// Put upright. Needs rows in any order, unless it is upright or mirrored.
    package func turned(upright orientation: Orientation) throws(CodecError) -> Image {
        let mirrored =
            orientation.mirrorsFirst
            ? try operation { image, out in unsafe sw_mirror(image, out) }
            : try operation { image, out in unsafe sw_rotate(image, 0, out) }
        guard orientation.quarterTurns > 0 else { return mirrored }
        let turns = Int32(orientation.quarterTurns)
        return try mirrored.operation { image, out in unsafe sw_rotate(image, turns, out) }
    }
}

extension Resampling {
    fileprivate var kernel: SWKernel {
        switch self {
        case .nearest: SW_KERNEL_NEAREST
        case .linear: SW_KERNEL_LINEAR
        case .cubic: SW_KERNEL_CUBIC
        case .lanczos2: SW_KERNEL_LANCZOS2
        case .lanczos3: SW_KERNEL_LANCZOS3
        }
    }
}
