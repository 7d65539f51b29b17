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
    }
}
