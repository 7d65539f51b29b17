package import ImageModel
package import Settings

extension Rendition {
    /// The starting point of every URL: how results are written, and what is kept of a source's metadata.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(urlDefaultsReading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("URLs: output")
        autoRotates = try settings.bool(
            "auto-rotate", default: true, help: "Apply the orientation in the source's metadata.")
        output.stripsMetadata = try settings.bool(
            "strip-metadata", default: true, help: "Remove metadata from results.")
        output.keepsCopyright = try settings.bool(
            "keep-copyright", default: true, help: "Keep copyright and artist when metadata is removed.")
        output.stripsProfile = try settings.bool(
            "strip-color-profile", default: true, help: "Convert colours to sRGB and remove the profile.")
        output.keepsHighDynamicRange = try settings.bool(
            "preserve-hdr", default: false, help: "Keep 16-bit samples if the format supports them.")
        output.dotsPerInch = try settings.number(
            "dpi", default: 0, in: 0...1e6, help: "The dots per inch stated in results; 0 states none.")
        try readEncoders(settings)
        output.autoQuality = try OutputOptions.AutoQuality.reading(settings)
        usesEmbeddedThumbnail = try settings.bool(
            "enforce-thumbnail", default: false, help: "Use the thumbnail inside AVIF and HEIC sources that have one.")
        shrinksOnLoad = try settings.bool(
            "shrink-on-load", default: true,
            help: "Decode a source at a smaller scale where enough pixels are left that it does not show.")
        let usesLight = try settings.bool(
            "linear-light", default: false,
            help: "Resize in linear light: fine patterns keep their brightness, but it takes longer.")
        mixing = usesLight ? .light : .samples
    }

    private mutating func readEncoders(_ settings: SettingsReader) throws(SettingsError) {
        output.jpeg.progressive = try settings.bool(
            "jpeg-progressive", default: false, help: "Write progressive JPEG.")
        output.jpeg.optimisesTables = try settings.bool(
            "jpeg-optimize-coding", default: false,
            help: "Make Huffman tables for each JPEG file, which makes it smaller but takes longer, and more memory.")
        output.jpeg.subsampling = try settings.choice(
            "jpeg-subsample", default: OutputOptions.Subsampling.auto,
            help: "Whether JPEG's colours have half the resolution; auto: up to quality 89.")
        try readPNG(settings)
        output.webp.effort = try settings.int(
            "webp-effort", default: 4, in: 0...6, help: "How hard the WebP encoder tries; 6 is the hardest.")
        output.webp.preset = try settings.choice(
            "webp-preset", default: OutputOptions.WebPPreset.standard,
            help: "The kind of picture that WebP is tuned for.")
        output.webp.compression = try settings.choice(
            "webp-compression", default: OutputOptions.WebPCompression.lossy, help: "How WebP is compressed.")
        output.webp.smartSubsampling = try settings.bool(
            "webp-smart-subsample", default: false,
            help: "Keep WebP's edges between colours sharper, which takes longer.")
        output.avif.speed = try settings.int(
            "avif-speed", default: 8, in: 0...9, help: "How fast the AVIF encoder is; 9 is the fastest.")
        output.avif.subsampling = try settings.choice(
            "avif-subsample", default: OutputOptions.Subsampling.auto,
            help: "Whether AVIF's colours have half the resolution; auto: up to quality 89.")
        output.jxl.effort = try settings.int(
            "jxl-effort", default: 4, in: 1...9, help: "How hard the JPEG XL encoder tries; 9 is the hardest.")
    }

    private mutating func readPNG(_ settings: SettingsReader) throws(SettingsError) {
        output.png.interlaced = try settings.bool(
            "png-interlaced", default: false, help: "Write interlaced PNG.")
        let quantises = try settings.bool(
            "png-quantize", default: false,
            help: "PNG results have a palette. Without it, those of sources with a palette still have one.")
        // What is not asked for is left to the source.
        output.png.quantises = quantises ? true : nil
        output.png.colours = try settings.int(
            "png-quantization-colors", default: 256, in: 2...256, help: "Number of colours in the palette.")
    }
}

extension SettingsReader {
    /// Names of image formats.
    ///
    /// - Throws: `SettingsError` for a name that is not a format.
    package func formats(
        _ key: String, default standard: [ImageFormat], help: String
    ) throws(SettingsError) -> [ImageFormat] {
        let names = try list(key, valueName: "FORMAT", default: standard.map(\.rawValue), help: help)
        var formats: [ImageFormat] = []
        for name in names {
            guard let format = ImageFormat(name: name) else {
                throw rejection(of: key, "\"\(name)\" is not a known image format")
            }
            formats.append(format)
        }
        return formats
    }
}
