internal import CVipsShim
internal import ImageModel

/// What was found out of a source while it was opened, beside what its image says.
struct SourceReading {
    var colours: ColourReading
    /// Bytes that are held for each page or frame while it is read, beside rows.
    var heldBytes = 0
    /// Whether grey became red, green and blue.
    var isSpread = false

    /// Of samples that a format can say nothing of.
    static let plain = SourceReading(colours: .assumed)
}

/// A source's bytes on their way to an image that means what the file means, where libvips 8.14 and the libraries behind it leave
/// that out or get it wrong: each step looks at the file itself, and gives a lazy image of plain samples with a profile that fits them.
struct SourceFile {
    let bytes: [UInt8]
    let format: ImageFormat
    let options: DecodeOptions
    /// Of a TIFF file.
    private let page: TIFFPage?

    init(_ bytes: [UInt8], _ format: ImageFormat, _ options: DecodeOptions) {
        self.bytes = bytes
        self.format = format
        self.options = options
        page = format == .tiff ? TIFFPage(bytes, index: options.page) : nil
    }

    // MARK: Loading

    /// The image by a call beside libvips' own, where that is wanted: `memory` are the file's bytes, and must stay.
    ///
    /// - Throws: `unreadableHeader`.
    func ownLoaded(_ memory: UnsafeRawBufferPointer) throws(CodecError) -> Image? {
        guard let base = memory.baseAddress else { return nil }
        if let loading = page?.ownLoading {
            var pages = FrameStack()
            for number in 0..<max(options.frames, 1) {
                pages.append(
                    try Image.made(.unreadableHeader, format) { out in
                        unsafe sw_load_tiff_page(
                            base, memory.count, Int32(options.page + number), loading.samples, out)
                    })
            }
            return try pages.joined(as: Animation(delays: [], repetitions: 0))
        }
        guard format == .jxl, unsafe sw_jxl_is_animated(base, memory.count) else { return nil }
        return try Image.made(.unreadableHeader, format) { out in unsafe sw_load_jxl_first(base, memory.count, out) }
    }

    // MARK: Meaning

    /// `image`, which was loaded of the file, with the meaning that the file gives its samples.
    ///
    /// - Throws: `operationFailed`.
    func meant(_ image: consuming Image, _ reading: inout SourceReading) throws(CodecError) -> Image {
        var image = image
        switch format {
        case .tiff: image = try tiff(image, &reading)
        case .gif: image = try gif(image, &reading)
        case .avif, .heic: image = try heif(image)
        case .jpeg, .png, .webp, .jxl, .svg, .bmp, .ico: break
        }
        let isLight = image.isFloat && image.colour != .lab
        if isLight || !image.isFloat && image.sampleBytes > 2 { image = try with16Bits(image) }
        reading.colours = ColourReading(
            bytes, format: format, kind: image.colour, isLight: isLight, profile: image.profile, exif: image.exif)
        switch reading.colours.change {
        case .none: return image
        case .removes: return try image.withoutProfile()
        case .carries(let profile):
            if image.colour == .grey {
                // Made profiles are for three bands, as lcms loses the darks of one.
                image = try image.spread()
                reading.isSpread = true
            }
            return try image.carrying(profile: profile)
        }
    }

    /// Floating point and whole numbers of 32 bits as 16 bits: 1 is white, and what is brighter becomes white.
    private func with16Bits(_ image: consuming Image) throws(CodecError) -> Image {
        let colour: SourceHeader.Colour = image.colour == .linear ? .rgb : image.colour
        let factor = image.isFloat ? 65_535 : 1 / 65_537.0
        return try image.scaled(by: [factor], plus: [0]).roundedTo16Bits().meant(as: colour)
    }

    private func tiff(_ image: consuming Image, _ reading: inout SourceReading) throws(CodecError) -> Image {
        var image = image
        guard let page else { return image }
        let (loading, stored) = (page.ownLoading, image.size.pixels / max(image.frames, 1))
        if let loading { reading.heldBytes = stored * (loading == .rgb ? 7 : image.bands * image.sampleBytes) }
        if let shown = page.shown(of: image.bands) {
            let colours = try image.bands(from: 0, count: shown.colours)
            if let alpha = shown.alpha {
                image = try colours.with(alpha: image.bands(from: alpha, count: 1))
            } else {
                image = colours
            }
        }
        switch loading {
        case .rgb: image = try image.meant(as: .rgb)
        case .lab: image = try Self.shown(lab: image)
        case .stored: image = try Self.plain(image, page)
        case nil: break
        }
        let texts = ExifTexts(block: bytes[...]).texts
        if image.exif == nil, !texts.isEmpty { image = try image.carrying(exif: ExifTexts.block(of: texts)) }
        return image
    }

    /// sRGB of L* from 0 to 255, and a* and b* around 128.
    private static func shown(lab image: borrowing Image) throws(CodecError) -> Image {
        let rest = image.bands - 3
        let lab = try image.scaled(
            by: [100 / 255.0, 1, 1] + [Double](repeating: 1, count: rest),
            plus: [0, -128, -128] + [Double](repeating: 0, count: rest))
        // A profile for it would be of no use for sRGB.
        return try lab.meant(as: .lab).asRGB().withoutProfile()
    }

    private static func plain(_ image: consuming Image, _ page: TIFFPage) throws(CodecError) -> Image {
        let colour: SourceHeader.Colour =
            switch page.photometric {
            case .rgb: .rgb
            case .separated: .cmyk
            default: .grey
            }
        guard page.photometric == .minIsWhite else { return try image.meant(as: colour) }
        let most = image.sampleBytes == 2 ? 65_535.0 : 255
        let rest = image.bands - 1
        let turned = try image.scaled(
            by: [-1] + [Double](repeating: 1, count: rest), plus: [most] + [Double](repeating: 0, count: rest))
        return try turned.cast(like: image).meant(as: colour)
    }

    /// Without a transparent colour, libvips paints what no frame covers.
    private func gif(_ image: consuming Image, _ reading: inout SourceReading) throws(CodecError) -> Image {
        guard !image.hasAlpha else { return image }
        let canvas = PixelSize(width: image.size.width, height: image.frameHeight)
        let frames = GIFFrames(of: bytes)
        guard canvas.height > 0, frames.showsThrough(canvas: canvas) else { return image }
        reading.heldBytes = canvas.pixels
        let range = options.page..<(options.page + image.size.height / canvas.height)
        var stack = FrameStack()
        var last: [UInt8] = []
        for mask in frames.coverage(range, canvas: canvas) {
            // Equal ones share their memory.
            if stack.count > 0, mask == last {
                stack.appendLast()
            } else {
                stack.append(try Image(pixels: mask, size: canvas, bands: 1))
            }
            last = mask
        }
        return try image.with(alpha: stack.joined(as: Animation(delays: [], repetitions: 0)))
    }

    private func heif(_ image: consuming Image) throws(CodecError) -> Image {
        var image = image
        if let primary = HEIFPrimary(of: bytes), primary.isLimitedGrey, HEIFRange.isLeftAlone {
            // 16…235 of 8 bits, and the same share of more.
            let levels = image.sampleBytes == 2 ? 256.0 : 1
            let most = image.sampleBytes == 2 ? 65_535.0 : 255
            let factor = most / (219 * levels)
            let (colours, rest) = (image.colourBands, image.bands - image.colourBands)
            let spread = try image.scaled(
                by: [Double](repeating: factor, count: colours) + [Double](repeating: 1, count: rest),
                plus: [Double](repeating: -16 * levels * factor, count: colours) + [Double](repeating: 0, count: rest))
            image = try spread.cast(like: image).meant(as: image.colour)
        }
        guard image.hasAlpha, HEIFReferences(of: bytes)?.isPremultiplied == true else { return image }
        let colour = image.colour
        return try image.unpremultiplied().cast(like: image).meant(as: colour)
    }
}

extension TIFFPage.Loading {
    fileprivate var samples: SWTIFFSamples {
        switch self {
        case .rgb: SW_TIFF_RGB
        case .lab(let isSigned): isSigned ? SW_TIFF_LAB : SW_TIFF_STORED
        case .stored: SW_TIFF_STORED
        }
    }
}
