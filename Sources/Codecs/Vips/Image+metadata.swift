internal import CVipsShim
internal import ImageModel

// What a file says beside its pixels. Results share pixels with their inputs.
extension Image {
    /// Without EXIF, XMP, IPTC, profile, orientation and comments.
    package func withoutMetadata() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_without_metadata(image, out) }
    }

    /// With the metadata that a file written with `options` has.
    ///
    /// Metadata that is kept loses what no longer holds: the orientation and EXIF's small picture. When it is stripped,
    /// EXIF's artist and copyright stay if `keepsCopyright` (in ASCII: other letters are written by their nearest).
    /// The profile stays or goes by `stripsProfile` alone. JPEG XL and TIFF files get no EXIF: libvips 8.14 writes none.
    func described(for options: EncodeOptions) throws(CodecError) -> Image {
        let output = options.output
        let texts = keptTexts(output)
        var image = try output.stripsMetadata ? withoutMetadata() : withoutStaleMetadata()
        if output.stripsProfile {
            image = try image.withoutProfile()
        } else if output.stripsMetadata, let profile {
            image = try image.carrying(profile: profile)
        }
        if output.stripsMetadata, !texts.isEmpty {
            image = try image.operation { image, out in unsafe sw_with_empty_exif(image, out) }
        }
        for (tag, text) in texts {
            image = try image.operation { image, out in unsafe sw_with_exif_text(image, tag.name, text, out) }
        }
        guard output.dotsPerInch > 0 else { return image }
        return try image.operation { image, out in unsafe sw_with_density(image, output.dotsPerInch / 25.4, out) }
    }

    /// Whether nothing of `described(for:)` has to be written as metadata. PNG, TIFF have their density elsewhere.
    func isBare(for options: EncodeOptions) -> Bool {
        let output = options.output
        let saysDensityInEXIF = [.jpeg, .webp, .avif, .heic].contains(options.format) && output.dotsPerInch > 0
        return output.stripsMetadata && keptTexts(output).isEmpty && (output.stripsProfile || !hasProfile)
            && !saysDensityInEXIF
    }

    /// Texts that are written anew, since libvips garbles them on their way through.
    private func keptTexts(_ output: OutputOptions) -> [(ExifTexts.Tag, String)] {
        guard !output.stripsMetadata || output.keepsCopyright else { return [] }
        let tags: [ExifTexts.Tag] = output.stripsMetadata ? [.artist, .copyright] : ExifTexts.Tag.allCases
        let texts = exifTexts
        return tags.compactMap { tag in texts[tag].map { (tag, $0) } }
    }

    /// Artist, copyright and description as EXIF has them.
    var exifTexts: [ExifTexts.Tag: String] { exif.map { ExifTexts(block: $0[...]).texts } ?? [:] }

    /// The raw block of EXIF, as long as it is; `nil` without one.
    package var exif: [UInt8]? {
        var length = 0
        guard let base = unsafe sw_exif(handle, &length), length > 0 else { return nil }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: base, count: length))
    }

    /// With `block` as its EXIF.
    func carrying(exif block: [UInt8]) throws(CodecError) -> Image {
        try operation { image, out in
            unsafe block.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return -1 }
                return unsafe sw_with_exif(image, base, bytes.count, out)
            }
        }
    }

    /// Without the ICC profile.
    func withoutProfile() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_without_profile(image, out) }
    }

    /// As one picture, whatever pages or frames it had.
    func withoutPages() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_without_pages(image, out) }
    }

    /// What the file says of its density; 25.4 when it says nothing.
    package var dotsPerInch: Double { unsafe sw_density(handle) * 25.4 }

    private func withoutStaleMetadata() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_without_stale_metadata(image, out) }
    }
}
