package import ImageModel
package import Settings

extension Rendition {
    /// What every URL starts from: how results are written, and what stays of a source's metadata.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(urlDefaultsReading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("Results of URLs")
        autoRotates = try settings.bool(
            "auto-rotate", default: true, help: "The orientation in a source's metadata is applied.")
        output.stripsMetadata = try settings.bool(
            "strip-metadata", default: true, help: "Metadata is left out of results.")
        output.keepsCopyright = try settings.bool(
            "keep-copyright", default: true, help: "Copyright and artist stay when metadata is left out.")
        output.stripsProfile = try settings.bool(
            "strip-color-profile", default: true, help: "Colours become sRGB, and the profile is left out.")
        output.keepsHighDynamicRange = try settings.bool(
            "preserve-hdr", default: false, help: "Samples of 16 bits stay so where the format has them.")
        output.jpeg.progressive = try settings.bool(
            "jpeg-progressive", default: false, help: "JPEG results are progressive.")
        try readPNG(settings)
        output.webp.effort = try settings.int(
            "webp-effort", default: 4, in: 0...6, help: "How hard the WebP encoder tries, 6 the most.")
        output.webp.preset = try settings.choice(
            "webp-preset", default: OutputOptions.WebPPreset.standard, help: "The kind of picture WebP is tuned for.")
        output.avif.speed = try settings.int(
            "avif-speed", default: 8, in: 0...9, help: "How fast the AVIF encoder is, 9 the fastest.")
        output.jxl.effort = try settings.int(
            "jxl-effort", default: 4, in: 1...9, help: "How hard the JPEG XL encoder tries, 9 the most.")
        let usesLight = try settings.bool(
            "linear-light", default: false,
            help: "Pictures are resized in linear light: fine patterns keep their brightness, and it takes longer.")
        mixing = usesLight ? .light : .samples
    }

    private mutating func readPNG(_ settings: SettingsReader) throws(SettingsError) {
        output.png.interlaced = try settings.bool(
            "png-interlaced", default: false, help: "PNG results are interlaced.")
        let quantises = try settings.bool(
            "png-quantize", default: false,
            help: "PNG results have a palette. Without it, those of sources with a palette still have one.")
        // What is not asked for is left to the source.
        output.png.quantises = quantises ? true : nil
        output.png.colours = try settings.int(
            "png-quantization-colors", default: 256, in: 2...256, help: "Colours of such a palette.")
    }
}

extension SettingsReader {
    /// Names of image formats.
    ///
    /// - Throws: `SettingsError` for one that there is not.
    package func formats(
        _ key: String, default standard: [ImageFormat], help: String
    ) throws(SettingsError) -> [ImageFormat] {
        let names = try list(key, valueName: "FORMAT", default: standard.map(\.rawValue), help: help)
        var formats: [ImageFormat] = []
        for name in names {
            guard let format = ImageFormat(name: name) else {
                throw rejection(of: key, "\"\(name)\" is no image format that is known here")
            }
            formats.append(format)
        }
        return formats
    }
}
