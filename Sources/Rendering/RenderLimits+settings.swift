package import Settings

extension RenderLimits {
    /// The limits that the settings give.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Images")
        self.init(
            maximumPixels: try settings.int(
                "max-source-pixels", default: 100_000_000, in: 1...4_000_000_000,
                help: "Most pixels (width x height) that one frame of a source may have."),
            maximumFrames: try settings.int(
                "max-animation-frames", default: 500, in: 1...100_000,
                help: "Frames of an animation that are rendered; the rest is left out."),
            maximumAnimationPixels: try settings.int(
                "max-animation-pixels", default: 200_000_000, in: 1...100_000_000_000,
                help: "Most pixels that all rendered frames of an animation may have together."),
            maximumAnimationFramePixels: try settings.int(
                "max-animation-frame-pixels", default: 0, in: 0...4_000_000_000,
                help: "Most pixels of one frame of an animation, in place of max-source-pixels; 0 leaves that."),
            maximumResultSide: try settings.int(
                "max-result-dimension", default: 0, in: 0...10_000_000,
                help: "Longest side of a rendition in pixels; larger ones are made smaller. 0 is no limit."),
            maximumScans: try settings.int(
                "max-jpeg-scans", default: 100, in: 1...10_000,
                help: "Scans that a progressive JPEG file may have; more are refused, as each is work for all pixels."))
        try readStructure(settings)
    }

    private mutating func readStructure(_ settings: SettingsReader) throws(SettingsError) {
        maximumSourceFrames = try settings.int(
            "max-source-frames", default: maximumSourceFrames, in: 1...1_000_000,
            help: "Frames that a GIF or WebP file may have, rendered or not.")
        maximumProfileBytes = try settings.bytes(
            "max-profile-bytes", default: maximumProfileBytes, in: 0...(1 << 40),
            help: "Most bytes of colour profiles in a source, after expanding compressed ones.")
        maximumMetadataBytes = try settings.bytes(
            "max-metadata-bytes", default: maximumMetadataBytes, in: 0...(1 << 40),
            help: "Most bytes of EXIF, XMP, comments and the like in a source, after expanding compressed ones.")
        maximumTexts = try settings.int(
            "max-png-texts", default: maximumTexts, in: 0...1_000_000, help: "Texts that a PNG file may hold.")
        maximumDirectories = try settings.int(
            "max-tiff-directories", default: maximumDirectories, in: 1...1_000_000,
            help: "Directories (pages) that a TIFF file may have.")
        maximumItems = try settings.int(
            "max-heif-items", default: maximumItems, in: 1...1_000_000,
            help: "Items that an AVIF or HEIC file may have, and tiles of a picture in it.")
        maximumBands = try settings.int(
            "max-source-bands", default: maximumBands, in: 1...10_000,
            help: "Samples that a pixel of a source may have.")
        maximumSampleBits = try settings.int(
            "max-source-bits", default: maximumSampleBits, in: 8...128, help: "Bits that a sample of a source may have."
        )
    }
}
