internal import CVipsShim
package import ImageModel

extension Image {
    /// The image as a file of `options.format`, with the metadata that `options.output` keeps. Blocks; computes what is
    /// still lazy. Samples of 16 bits are written as 8 unless `options.keeps16Bits`.
    ///
    /// - Throws: `unencodable`, also for a format that is only read.
    package func encoded(as options: EncodeOptions) throws(CodecError) -> EncodedBytes {
        let bare = isBare(for: options)
        let described = try described(for: options)
        guard sampleBytes > 1, !options.keeps16Bits else { return try described.saved(as: options, bare: bare) }
        return try described.reducedTo8Bits().saved(as: options, bare: bare)
    }

    private func saved(as options: EncodeOptions, bare: Bool) throws(CodecError) -> EncodedBytes {
        switch options.format {
        case .jpeg: try savedAsJPEG(options, bare)
        case .png: try savedAsPNG(options, bare)
        case .webp: try savedAsWebP(options, bare)
        case .avif: try savedAsAVIF(options, bare)
        case .gif: try saved(options) { unsafe sw_save_gif(handle, bare, $0, $1) }
        case .tiff: try saved(options) { unsafe sw_save_tiff(handle, bare, $0, $1) }
        case .jxl:
            try saved(options) {
                unsafe sw_save_jxl(
                    handle, bare, Int32(options.quality), Int32(options.output.jxl.effort ?? 4), $0, $1)
            }
        case .heic: try savedAsHEIC(options, bare)
        case .bmp: try savedAsBMP(options)
        case .ico: try savedAsICO(options)
        case .svg: throw CodecError(.unencodable, format: options.format)
        }
    }

    private func savedAsJPEG(_ options: EncodeOptions, _ bare: Bool) throws(CodecError) -> EncodedBytes {
        let jpeg = options.output.jpeg
        return try withSubsampling(jpeg.subsampling ?? .auto, options) { (image, subsampling) throws(CodecError) in
            try image.saved(options) {
                unsafe sw_save_jpeg(
                    image.handle, bare, Int32(options.quality), jpeg.progressive ?? false,
                    jpeg.optimisesTables ?? false, subsampling.shim, $0, $1)
            }
        }
    }

    private func savedAsPNG(_ options: EncodeOptions, _ bare: Bool) throws(CodecError) -> EncodedBytes {
        let png = options.output.png
        let interlaced = png.interlaced ?? false
        guard png.quantises ?? false else {
            if !interlaced, isWritableRowByRow(for: options) { return try savedRowByRow() }
            return try saved(options) { unsafe sw_save_png(handle, bare, interlaced, $0, $1) }
        }
        let depth = Int32(options.paletteDepth)
        let colours = png.colours ?? 256
        let whole = try copiedToMemory()
        // What has no more colours loses nothing.
        if !interlaced, whole.isWritableRowByRow(for: options), try whole.hasColours(atMost: colours) {
            return try whole.savedRowByRow()
        }
        return try whole.savedWithPalette(options, bare, depth: depth)
    }

    private func savedWithPalette(
        _ options: EncodeOptions, _ bare: Bool, depth: Int32
    ) throws(CodecError) -> EncodedBytes {
        let interlaced = options.output.png.interlaced ?? false
        let colours = options.output.png.colours ?? 256
        guard colours < 1 << depth else {
            return try saved(options) { unsafe sw_save_png_palette(handle, bare, interlaced, depth, $0, $1) }
        }
        let reduced = try reduced(toColours: colours, of: options)
        return try reduced.saved(options) {
            unsafe sw_save_png_palette(reduced.handle, bare, interlaced, depth, $0, $1)
        }
    }

    private func savedAsWebP(_ options: EncodeOptions, _ bare: Bool) throws(CodecError) -> EncodedBytes {
        let webp = options.output.webp
        return try saved(options, bare: bare) {
            unsafe sw_save_webp(
                handle, bare, Int32(options.quality), webp.compression == .lossless,
                webp.compression == .nearLossless, webp.smartSubsampling ?? false, webp.preset.shim,
                Int32(webp.effort ?? 4), $0, $1)
        }
    }

    private func savedAsAVIF(_ options: EncodeOptions, _ bare: Bool) throws(CodecError) -> EncodedBytes {
        let avif = options.output.avif
        // Never 10 bits: with libheif 1.15 and libaom 3.6 that ends the process by an assertion of the encoder's.
        let depth: Int32 = sampleBytes > 1 ? 12 : 8
        return try withSubsampling(avif.subsampling ?? .auto, options) { (image, subsampling) throws(CodecError) in
            try image.saved(options) {
                unsafe sw_save_avif(
                    image.handle, bare, Int32(options.quality), Int32(9 - (avif.speed ?? 7)), depth, subsampling.shim,
                    $0, $1)
            }
        }
    }

    private func savedAsHEIC(_ options: EncodeOptions, _ bare: Bool) throws(CodecError) -> EncodedBytes {
        // What phones decode: Main and Main 10, with halved colours.
        let depth: Int32 = sampleBytes > 1 ? 10 : 8
        return try saved(options) { unsafe sw_save_heic(handle, bare, Int32(options.quality), depth, $0, $1) }
    }

    /// `bare`: libvips writes EXIF of its own into WebP even when told not to; it is cut out again.
    @safe func saved(
        _ options: EncodeOptions, bare: Bool = false,
        by save: (UnsafeMutablePointer<UnsafeMutableRawPointer?>, UnsafeMutablePointer<Int>) -> Int32
    ) throws(CodecError) -> EncodedBytes {
        var bytes: UnsafeMutableRawPointer?
        var count = 0
        sw_clear_error()
        guard unsafe save(&bytes, &count) == 0, let bytes = unsafe bytes else {
            throw CodecError(.unencodable, format: options.format, detail: VipsLibrary.takeErrorText())
        }
        if options.format == .webp, bare {
            count = unsafe WebPMetadata.removed(from: UnsafeMutableRawBufferPointer(start: bytes, count: count))
        }
        return unsafe EncodedBytes(adopting: bytes, count: count) {
            unsafe sw_bytes_release(UnsafeMutableRawPointer(mutating: $0))
        }
    }

    /// The samples row by row without padding, bands side by side, in the machine's byte order. Computes what is lazy.
    ///
    /// - Throws: `undecodable`.
    package func pixels() throws(CodecError) -> EncodedBytes {
        var count = 0
        sw_clear_error()
        guard let bytes = unsafe sw_copy_pixels(handle, &count) else {
            throw CodecError(.undecodable, detail: VipsLibrary.takeErrorText())
        }
        return unsafe EncodedBytes(adopting: bytes, count: count) {
            unsafe sw_bytes_release(UnsafeMutableRawPointer(mutating: $0))
        }
    }
}

extension OutputOptions.Subsampling {
    fileprivate var shim: SWSubsample {
        switch self {
        case .auto: SW_SUBSAMPLE_AUTO
        case .on: SW_SUBSAMPLE_ON
        case .off: SW_SUBSAMPLE_OFF
        }
    }
}

extension OutputOptions.WebPPreset? {
    fileprivate var shim: SWWebPPreset {
        switch self {
        case nil, .standard: SW_WEBP_DEFAULT
        case .photo: SW_WEBP_PHOTO
        case .picture: SW_WEBP_PICTURE
        case .drawing: SW_WEBP_DRAWING
        case .icon: SW_WEBP_ICON
        case .text: SW_WEBP_TEXT
        }
    }
}
