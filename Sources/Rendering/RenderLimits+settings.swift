package import Settings

extension RenderLimits {
    /// The limits in the settings.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Images")
        self.init(
            maximumPixels: try settings.int(
                "max-source-pixels", default: 100_000_000, in: 1...4_000_000_000,
                help: "Maximum number of pixels (width x height) in one frame of a source."),
            maximumFrames: try settings.int(
                "max-animation-frames", default: 500, in: 1...100_000,
                help: "Maximum number of rendered frames of an animation; the rest are dropped."),
            maximumAnimationPixels: try settings.int(
                "max-animation-pixels", default: 200_000_000, in: 1...100_000_000_000,
                help: "Maximum number of pixels in all rendered frames of an animation together."),
            maximumAnimationFramePixels: try settings.int(
                "max-animation-frame-pixels", default: 0, in: 0...4_000_000_000,
                help: "Maximum pixels in one frame of an animation, instead of max-source-pixels; 0 keeps that limit."),
            maximumResultSide: try settings.int(
                "max-result-dimension", default: 0, in: 0...10_000_000,
                help: "Longest side of a rendition in pixels; larger ones are scaled down. 0 means no limit."),
            maximumScans: try settings.int(
                "max-jpeg-scans", default: 100, in: 1...10_000,
                help: "Maximum number of scans in a progressive JPEG file; each scan is work for all pixels."))
        try readStructure(settings)
    }

    private mutating func readStructure(_ settings: SettingsReader) throws(SettingsError) {
        maximumSourceFrames = try settings.int(
            "max-source-frames", default: maximumSourceFrames, in: 1...1_000_000,
            help: "Maximum number of frames in a GIF or WebP file, rendered or not.")
        maximumProfileBytes = try settings.bytes(
            "max-profile-bytes", default: maximumProfileBytes, in: 0...(1 << 40),
            help: "Maximum size of the colour profiles in a source, after decompression.")
        maximumMetadataBytes = try settings.bytes(
            "max-metadata-bytes", default: maximumMetadataBytes, in: 0...(1 << 40),
            help: "Maximum size of EXIF, XMP, comments and the like in a source, after decompression.")
        maximumTexts = try settings.int(
            "max-png-texts", default: maximumTexts, in: 0...1_000_000,
            help: "Maximum number of text chunks in a PNG file.")
        maximumDirectories = try settings.int(
            "max-tiff-directories", default: maximumDirectories, in: 1...1_000_000,
            help: "Maximum number of directories (pages) in a TIFF file.")
        maximumItems = try settings.int(
            "max-heif-items", default: maximumItems, in: 1...1_000_000,
            help: "Maximum number of items in an AVIF or HEIC file, and of tiles in a picture of it.")
        maximumBands = try settings.int(
            "max-source-bands", default: maximumBands, in: 1...10_000,
            help: "Maximum number of samples per pixel of a source.")
        maximumSampleBits = try settings.int(
            "max-source-bits", default: maximumSampleBits, in: 8...128,
            help: "Maximum number of bits per sample of a source."
        )
    }
}
