internal import CVipsShim
package import ImageModel

/// An image of libvips: lazy, or in memory after `copiedToMemory`. Freed when it goes out of scope.
///
/// Stays on the thread that made it. An image that was opened from bytes reads them until it and everything made from
/// it is gone: that is why `ImageDecoder` lends it to a closure. What it says beside its pixels (profile, EXIF) is its own,
/// and pixels in memory need nothing of what they were made from: such an image may leave the closure.
@safe package struct Image: ~Copyable {
    let handle: OpaquePointer

    /// Takes over one reference.
    init(adopting handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe sw_image_release(handle) }

    /// Gives the reference to the caller, who must release it.
    consuming func takeHandle() -> OpaquePointer {
        let handle = unsafe handle
        discard self
        return unsafe handle
    }

    /// The image that `call` makes.
    ///
    /// - Throws: `code`, when `call` does not return 0; `libraryUnavailable`.
    @safe static func made(
        _ code: CodecError.Code, _ format: ImageFormat? = nil,
        by call: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
    ) throws(CodecError) -> Image {
        try VipsLibrary.start()
        var made: OpaquePointer?
        // What stands there is of an earlier source: libvips warns there, too, of files that it then reads.
        sw_clear_error()
        let status = unsafe call(&made)
        guard status == 0, let made = unsafe made else {
            throw CodecError(code, format: format, detail: VipsLibrary.takeErrorText())
        }
        return unsafe Image(adopting: made)
    }
}

extension Image {
    /// All rows: for an image that holds several frames, one above another.
    package var size: PixelSize {
        PixelSize(width: Int(unsafe sw_width(handle)), height: Int(unsafe sw_height(handle)))
    }

    /// Samples of a pixel, alpha included.
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

    /// Bits of a palette's index in the file; 0 where it has no palette.
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

    /// How long each frame is shown and how often all are.
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
