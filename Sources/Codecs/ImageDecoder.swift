internal import CVipsShim
package import ImageModel

/// How much of a source is decoded.
package struct DecodeOptions: Sendable, Hashable, Codable {
    /// The scale of the sides at which the codec itself decodes.
    package enum Scale: Sendable, Hashable, Codable {
        case full
        /// A half, a quarter, an eighth (JPEG, and WebP in planes): 2, 4 or 8.
        case shrunk(by: Int)
        /// Any factor: at most 1 for WebP, anything for drawings.
        case factor(Double)
    }

    package var scale: Scale
    /// The first frame or page, from 0.
    package var page: Int
    /// Frames to decode, from `page`.
    package var frames: Int
    /// Whether they are one picture, one above another, and no animation or document of pages.
    package var joinsPages = false
    /// Decode the small picture that a HEIC or AVIF file carries instead, where it carries one.
    package var usesThumbnail = false
    /// `show` where the codec is to decode what there is of a damaged file: JPEG, GIF, TIFF.
    package var damage = DamagePolicy.refuse

    package init(scale: Scale = .full, page: Int = 0, frames: Int = 1) {
        self.scale = scale
        self.page = page
        self.frames = frames
    }
}

/// Opens sources: looks at the leading bytes, picks the one loader for that format, and lends the lazy image out.
package enum ImageDecoder {
    /// The source's header, from the bytes' beginning; decodes no pixels. Blocks for some microseconds up to a few
    /// milliseconds (HEIC and JPEG XL parse more than others).
    ///
    /// With `usesThumbnail`, that of the small picture that the file carries; with `damage` shown, also of a file that is
    /// cut among the frames that it would tell of.
    ///
    /// - Throws: `unknownFormat`, `unreadableHeader`.
    package static func header(
        of bytes: [UInt8], usesThumbnail: Bool = false, damage: DamagePolicy = .refuse
    ) throws(CodecError) -> SourceHeader {
        guard let format = ImageFormat(signatureOf: bytes) else { throw CodecError(.unknownFormat) }
        switch format {
        case .bmp: return try BitmapReader(bytes[...]).header(format: .bmp)
        case .ico: return try IconReader(bytes).header()
        default: break
        }
        if let header = quickHeader(of: bytes) { return header }
        return try libraryHeader(of: bytes, format: format, usesThumbnail: usesThumbnail, damage: damage)
    }

    /// The header where one of our own readers tells it, in microseconds: that of most JPEG and PNG files.
    package static func quickHeader(of bytes: [UInt8]) -> SourceHeader? {
        switch ImageFormat(signatureOf: bytes) {
        case .jpeg: SourceHeader(jpeg: bytes)
        case .png: SourceHeader(png: bytes)
        default: nil
        }
    }

    /// The header as libvips tells it; what `header` gives for the kinds that have no reader of their own.
    static func libraryHeader(
        of bytes: [UInt8], format: ImageFormat, usesThumbnail: Bool = false, damage: DamagePolicy = .refuse
    ) throws(CodecError) -> SourceHeader {
        var options = DecodeOptions()
        options.usesThumbnail = usesThumbnail
        // Of other formats, what stands before the pixels is read without them.
        if format == .gif { options.damage = damage }
        var header = try withReading(of: bytes, format: format, options: options) {
            (image, reading) throws(CodecError) in
            var header = SourceHeader(
                format: format, stored: PixelSize(width: image.size.width, height: image.frameHeight),
                orientation: image.orientation, bands: image.bands, sampleBytes: image.sampleBytes,
                colour: image.colour, hasAlpha: image.hasAlpha,
                hasProfile: image.hasProfile && reading.colours.areKept,
                frames: format.keepsAnimation ? image.frames : 1,
                pages: image.frames, isInterlaced: image.isInterlaced)
            header.planes = usesThumbnail || reading.isSpread ? nil : planes(of: image, bytes, format)
            header.isSRGB = reading.colours.areSRGB
            header.colours = reading.colours.colours
            header.paletteDepth = image.paletteDepth
            header.heldBytes = reading.heldBytes
            let texts = image.exifTexts
            header.namesAuthor = texts[.artist] != nil || texts[.copyright] != nil
            return header
        }
        if format == .svg { header.filterPrimitives = DrawingFilters.count(in: bytes) }
        guard header.stored.width > 0, header.stored.height > 0 else {
            throw CodecError(.unreadableHeader, format: format)
        }
        return header
    }

    /// The planes in which `bytes`, the file of `image`, can be decoded.
    private static func planes(
        of image: borrowing Image, _ bytes: [UInt8], _ format: ImageFormat
    ) -> PlaneLayout? {
        guard image.colour == .rgb || image.colour == .grey else { return nil }
        switch format {
        case .jpeg:
            guard let frame = PlanarJPEGReader.frame(of: bytes), !(frame.hasScans && JPEGSegments.haveMeansAlone(bytes))
            else { return nil }
            return frame.layout
        case .png: return PNGReader.header(of: bytes)?.planes
        case .webp: return PlanarWebPReader.layout(of: bytes)
        case .avif: return image.hasAlpha ? nil : PlanarAVIFReader.layout(of: bytes, size: image.size)
        case .heic, .gif, .tiff, .jxl, .svg, .bmp, .ico: return nil
        }
    }

    /// Opens `bytes`, a source of `format`, and lends the image to `body`, as the file means it (`SourceReading`). The image and all
    /// that is made from it read `bytes` until they are gone, so nothing lazy may leave `body`.
    ///
    /// - Throws: `unreadableHeader`; `undecodable` for BMP and ICO, which are decoded here; and what `body` throws.
    package static func withImage<Result>(
        of bytes: [UInt8], format: ImageFormat, options: DecodeOptions = DecodeOptions(),
        _ body: (borrowing Image) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        try withReading(of: bytes, format: format, options: options) { (image, _) throws(CodecError) in
            try body(image)
        }
    }

    /// The same with what was found out on the way.
    static func withReading<Result>(
        of bytes: [UInt8], format: ImageFormat, options: DecodeOptions,
        _ body: (borrowing Image, SourceReading) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        try VipsLibrary.start()
        switch format {
        case .bmp:
            let bitmap = try BitmapReader(bytes[...]).pixels()
            return try body(try image(of: bitmap), .plain)
        case .ico:
            switch try IconReader(bytes).largest() {
            case .bitmap(let bitmap): return try body(try image(of: bitmap), .plain)
            case .png(let range): return try withLoaded(Array(bytes[range]), .png, options, body)
            }
        case .avif, .heic:
            return try withLoaded(HEIFReferences(of: bytes)?.cut() ?? bytes, format, options, body)
        case .svg: return try withLoaded(DrawingText.drawable(bytes), format, options, body)
        case .tiff where options.damage == .show:
            return try withRowsThatAreThere(bytes, format, options, body)
        case .gif where options.damage == .show:
            guard CutFile.hasFirstBlock(ofGIF: bytes) else {
                throw CodecError(.unreadableHeader, format: format, detail: "nothing of the picture is there")
            }
            return try withLoaded(bytes, format, options, body)
        case .jpeg where options.damage == .show:
            // Of nothing libjpeg makes a grey picture.
            guard PlanarJPEGReader.hasABlock(bytes) ?? LibraryJPEG.hasData(bytes) else {
                throw CodecError(.undecodable, format: format, detail: "nothing of the picture is there")
            }
            return try withLoaded(bytes, format, options, body)
        case .jpeg, .png, .webp, .gif, .tiff, .jxl:
            return try withLoaded(bytes, format, options, body)
        }
    }

    static func withLoaded<Result>(
        _ bytes: [UInt8], _ format: ImageFormat, _ options: DecodeOptions,
        _ body: (borrowing Image, SourceReading) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(CodecError) -> Result in
            let memory = UnsafeRawBufferPointer(buffer)
            let source = SourceFile(bytes, format, options)
            var reading = SourceReading.plain
            if let own = try unsafe source.ownLoaded(memory) {
                let image = try joined(try source.meant(own, &reading), options)
                return try body(image, reading)
            }
            let image = try joined(try source.meant(try unsafe open(memory, format, options), &reading), options)
            return try body(image, reading)
        }
    }

    /// What knows of its pages is written as so many frames or pages, whatever became of it.
    private static func joined(
        _ image: consuming Image, _ options: DecodeOptions
    ) throws(CodecError) -> Image {
        guard options.joinsPages else { return image }
        return try image.withoutPages()
    }

    private static func open(
        _ bytes: UnsafeRawBufferPointer, _ format: ImageFormat, _ options: DecodeOptions
    ) throws(CodecError) -> Image {
        guard let base = bytes.baseAddress, bytes.count > 0 else {
            throw CodecError(.unreadableHeader, format: format)
        }
        let (count, page, pages) = (bytes.count, Int32(options.page), Int32(options.frames))
        return try Image.made(.unreadableHeader, format) { out in
            switch format {
            case .jpeg:
                unsafe sw_load_jpeg(base, count, options.scale.shrink, failOn(bytes, options.damage), out)
            case .png: unsafe sw_load_png(base, count, out)
            case .webp: unsafe sw_load_webp(base, count, page, pages, options.scale.factor, out)
            case .gif: unsafe sw_load_gif(base, count, page, pages, options.damage.failOn, out)
            case .tiff: unsafe sw_load_tiff(base, count, page, pages, out)
            case .avif, .heic: unsafe sw_load_heif(base, count, options.usesThumbnail, out)
            case .jxl: unsafe sw_load_jxl(base, count, out)
            case .svg: unsafe sw_load_svg(base, count, options.scale.factor, out)
            case .bmp, .ico: -1
            }
        }
    }

    /// A JPEG file that only lacks its end marker is whole; libjpeg, which reads ahead, can't tell it from one that is cut.
    @safe private static func failOn(_ bytes: UnsafeRawBufferPointer, _ damage: DamagePolicy) -> SWFailOn {
        guard damage == .refuse else { return damage.failOn }
        let isWhole = PlanarJPEGReader.lacksOnlyItsEnd(bytes) || LibraryJPEG.lacksOnlyItsEnd(bytes)
        return isWhole ? SW_FAIL_ON_NOTHING : SW_FAIL_ON_CUT
    }

    private static func image(of bitmap: Bitmap) throws(CodecError) -> Image {
        try Image(pixels: bitmap.pixels, size: bitmap.size, bands: bitmap.bands)
    }
}

extension DecodeOptions.Scale {
    fileprivate var shrink: Int32 {
        if case .shrunk(let factor) = self { Int32(factor) } else { 1 }
    }

    fileprivate var factor: Double {
        switch self {
        case .full: 1
        case .shrunk(let denominator): 1 / Double(denominator)
        case .factor(let factor): factor
        }
    }
}

extension DamagePolicy {
    fileprivate var failOn: SWFailOn { self == .show ? SW_FAIL_ON_NOTHING : SW_FAIL_ON_CUT }
}

extension Image {
    /// A copy of 8-bit pixels: rows without padding, 1…4 bands (grey, grey and alpha, RGB, RGBA; straight alpha).
    ///
    /// - Throws: `operationFailed` when `pixels` are not `size` × `bands` bytes.
    package init(pixels: [UInt8], size: PixelSize, bands: Int) throws(CodecError) {
        guard pixels.count == size.pixels * bands, (1...4).contains(bands) else {
            throw CodecError(.operationFailed, detail: "\(pixels.count) bytes for \(size) pixels of \(bands) bands")
        }
        self = try Image.made(.operationFailed) { out in
            unsafe pixels.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return -1 }
                return unsafe sw_load_pixels(
                    base, buffer.count, Int32(size.width), Int32(size.height), Int32(bands), out)
            }
        }
    }
}
