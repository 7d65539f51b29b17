internal import CVipsShim
package import ImageModel

/// How one image is written.
package struct EncodeOptions: Sendable, Hashable {
    package var format: ImageFormat
    /// 1…100; ignored by formats that have none (`ImageFormat.hasQuality`).
    package var quality: Int

    package init(format: ImageFormat, quality: Int) {
        self.format = format
        self.quality = quality
    }
}

extension Image {
    /// The image as a file of `options.format`, without metadata. Blocks; computes what is still lazy.
    ///
    /// - Throws: `unencodable`, also for a format that is only read.
    package func encoded(as options: EncodeOptions) throws(CodecError) -> EncodedBytes {
        let bare = try withoutMetadata()
        return try bare.saved(as: options)
    }

    private func saved(as options: EncodeOptions) throws(CodecError) -> EncodedBytes {
        var bytes: UnsafeMutableRawPointer?
        var count = 0
        let quality = Int32(options.quality)
        let status: Int32 =
            switch options.format {
            case .jpeg: unsafe sw_save_jpeg(handle, quality, false, &bytes, &count)
            case .png: unsafe sw_save_png(handle, &bytes, &count)
            case .webp: unsafe sw_save_webp(handle, quality, &bytes, &count)
            case .avif: unsafe sw_save_avif(handle, quality, &bytes, &count)
            case .gif: unsafe sw_save_gif(handle, &bytes, &count)
            case .tiff: unsafe sw_save_tiff(handle, &bytes, &count)
            case .jxl: unsafe sw_save_jxl(handle, quality, &bytes, &count)
            case .heic, .svg, .bmp, .ico: -1
            }
        guard status == 0, let bytes = unsafe bytes else {
            throw CodecError(.unencodable, format: options.format, detail: VipsLibrary.takeErrorText())
        }
        if options.format == .webp {
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
        guard let bytes = unsafe sw_copy_pixels(handle, &count) else {
            throw CodecError(.undecodable, detail: VipsLibrary.takeErrorText())
        }
        return unsafe EncodedBytes(adopting: bytes, count: count) {
            unsafe sw_bytes_release(UnsafeMutableRawPointer(mutating: $0))
        }
    }
}
