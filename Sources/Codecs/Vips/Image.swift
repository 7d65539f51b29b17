internal import CVipsShim
package import ImageModel

/// An image of libvips: lazy, or in memory after `copiedToMemory`. Freed when it goes out of scope.
///
/// Stays on the thread that made it. An image that was opened from bytes reads them until it and everything made from
/// it is gone: that is why `ImageDecoder` lends it to a closure. It owns its metadata (profile, EXIF), and pixels in
/// memory do not depend on what they were made from: such an image may leave the closure.
@safe package struct Image: ~Copyable {
    let handle: OpaquePointer

    /// Takes over one reference.
    init(adopting handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe sw_image_release(handle) }

    /// Passes the reference to the caller, who must release it.
    consuming func takeHandle() -> OpaquePointer {
        let handle = unsafe handle
        discard self
        return unsafe handle
    }

    /// The image that `call` makes.
    ///
    /// - Throws: `code` if `call` does not return 0; `libraryUnavailable`.
    @safe static func made(
        _ code: CodecError.Code, _ format: ImageFormat? = nil,
        by call: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
    ) throws(CodecError) -> Image {
        try VipsLibrary.start()
        var made: OpaquePointer?
        // The buffer may contain text from an earlier source: libvips also writes warnings there about files that it
        // can read.
        sw_clear_error()
        let status = unsafe call(&made)
        guard status == 0, let made = unsafe made else {
            throw CodecError(code, format: format, detail: VipsLibrary.takeErrorText())
        }
        return unsafe Image(adopting: made)
    }
}

extension Image {
    /// All rows; an image with several frames has them one above another.
    package var size: PixelSize {
        PixelSize(width: Int(unsafe sw_width(handle)), height: Int(unsafe sw_height(handle)))
    }

    /// Samples per pixel, including alpha.
    package var bands: Int { Int(unsafe sw_bands(handle)) }

    /// Bytes of one sample: 1, 2, 4 or 8.
    package var sampleBytes: Int { Int(unsafe sw_sample_bytes(handle)) }

    package var hasAlpha: Bool { unsafe sw_has_alpha(handle) }

    package var hasProfile: Bool { unsafe sw_has_profile(handle) }

    package var orientation: Orientation { Orientation(exif: Int(unsafe sw_orientation(handle))) }

    package var frames: Int { Int(unsafe sw_page_count(handle)) }

    package var frameHeight: Int { Int(unsafe sw_page_height(handle)) }

    /// Whether samples are floating point.
    var isFloat: Bool { unsafe sw_is_float(handle) }

    /// Bits of a palette index in the file; 0 if it has no palette.
    var paletteDepth: Int { Int(unsafe sw_palette_depth(handle)) }

    var isInterlaced: Bool { unsafe sw_is_interlaced(handle) }

    /// Bytes of the decoded pixels.
    package var decodedBytes: Int { size.pixels * bands * sampleBytes }

    package var colour: SourceHeader.Colour {
        switch unsafe sw_colour(handle) {
        case SW_COLOUR_SRGB, SW_COLOUR_RGB16: .rgb
        case SW_COLOUR_GREY, SW_COLOUR_GREY16: .grey
        case SW_COLOUR_CMYK: .cmyk
        case SW_COLOUR_LAB: .lab
        case SW_COLOUR_SCRGB: .linear
        default: .other
        }
    }

    /// How long each frame is shown, and how often the animation repeats.
    package var animation: Animation {
        let capacity = 65_536
        let delays = unsafe [Int32](unsafeUninitializedCapacity: min(frames, capacity)) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            count = min(Int(unsafe sw_delays(handle, base, Int32(buffer.count))), buffer.count)
        }
        let loops = Int(unsafe sw_loop_count(handle))
        return Animation(delays: delays.map(Int.init), repetitions: max(loops, 0))
    }
}
