import ImageModel

/// Limits on a source, checked before any of its pixels is decoded.
package struct RenderLimits: Sendable, Hashable, Codable {
    /// Width × height of one frame.
    package var maximumPixels: Int
    /// How many frames of an animation are rendered; the others are left out.
    package var maximumFrames: Int
    /// Frames × width × height of the rendered part of an animation.
    package var maximumAnimationPixels: Int
    /// Width × height of one frame of an animation, instead of `maximumPixels`; 0 turns it off.
    package var maximumAnimationFramePixels: Int
    /// The longest side of a result; 0 turns it off. Larger results are scaled down.
    package var maximumResultSide: Int
    /// Scans of a progressive JPEG file, each of which costs a decode of the whole picture.
    package var maximumScans: Int
    /// Frames that a file may have, rendered or not.
    package var maximumSourceFrames = 10_000
    /// Bytes of colour profiles; compressed ones count with what they expand to.
    package var maximumProfileBytes = 4 << 20
    /// Bytes of EXIF, XMP, comments and the like; compressed ones count with what they expand to.
    package var maximumMetadataBytes = 16 << 20
    /// Texts of a PNG file.
    package var maximumTexts = 1000
    /// Directories of a TIFF file.
    package var maximumDirectories = 10_000
    /// Items of an AVIF or HEIC file, and tiles of a grid in it.
    package var maximumItems = 4096
    /// Samples of a pixel.
    package var maximumBands = 16
    /// Bits of a sample once decoded.
    package var maximumSampleBits = 64

    package init(
        maximumPixels: Int = 100_000_000, maximumFrames: Int = 500, maximumAnimationPixels: Int = 200_000_000,
        maximumAnimationFramePixels: Int = 0, maximumResultSide: Int = 0, maximumScans: Int = 100
    ) {
        self.maximumPixels = maximumPixels
        self.maximumFrames = maximumFrames
        self.maximumAnimationPixels = maximumAnimationPixels
        self.maximumAnimationFramePixels = maximumAnimationFramePixels
        self.maximumResultSide = maximumResultSide
        self.maximumScans = maximumScans
    }

    /// - Throws: `overLimit`, naming the limit and what the source has.
    func check(_ header: SourceHeader) throws(RenderError) {
        try Self.check(header.bands, "samples per pixel", maximumBands, "max-source-bands")
        try Self.check(header.sampleBytes * 8, "bits per sample", maximumSampleBits, "max-source-bits")
        // A drawing's own size costs nothing: only the size drawn does, and the plan bounds that.
        let isLimitedAnimation = header.frames > 1 && maximumAnimationFramePixels > 0
        let maximumPixels = isLimitedAnimation ? maximumAnimationFramePixels : maximumPixels
        guard !header.isVector, header.stored.pixels > maximumPixels else { return }
        throw RenderError(
            .overLimit,
            "The source has \(header.stored) pixels, \(Self.megapixels(header.stored.pixels)); "
                + "at most \(Self.megapixels(maximumPixels)) are allowed "
                + "(\(isLimitedAnimation ? "max-animation-frame-pixels" : "max-source-pixels")).")
    }

    /// - Throws: `overLimit`.
    func check(frames: Int, of header: SourceHeader) throws(RenderError) {
        let (product, overflow) = header.stored.pixels.multipliedReportingOverflow(by: frames)
        let pixels = overflow ? .max : product
        guard frames > 1, pixels > maximumAnimationPixels else { return }
        throw RenderError(
            .overLimit,
            "The animation has \(frames) frames of \(header.stored) pixels, \(Self.megapixels(pixels)) together; "
                + "at most \(Self.megapixels(maximumAnimationPixels)) are allowed "
                + "(max-animation-pixels).")
    }

    /// The result of enlarging, a canvas or padding may have as many pixels as a source.
    ///
    /// - Throws: `overLimit`.
    func check(_ geometry: Geometry) throws(RenderError) {
        let pixels = max(geometry.scaled.pixels, geometry.output.pixels)
        guard pixels > maximumPixels else { return }
        throw RenderError(
            .overLimit,
            "The result needs a picture of \(Self.megapixels(pixels)); at most \(Self.megapixels(maximumPixels)) are "
                + "allowed (max-source-pixels).")
    }

    /// A drawing's filters run inside one call of librsvg that cannot be stopped: their cost is bounded beforehand.
    ///
    /// - Throws: `overLimit`.
    func check(filterPrimitives: Int, pixels: Int) throws(RenderError) {
        let (work, overflow) = pixels.multipliedReportingOverflow(by: filterPrimitives)
        guard overflow || work > Self.maximumFilteredPixels else { return }
        throw RenderError(
            .overLimit,
            "The drawing has \(filterPrimitives) filter steps for \(Self.megapixels(pixels)); steps times pixels "
                + "must be at most \(Self.megapixels(Self.maximumFilteredPixels)).")
    }

    /// About five seconds of blurring or turbulence on one core.
    private static let maximumFilteredPixels = 64_000_000

    private static func megapixels(_ pixels: Int) -> String {
        // Rounded half up without a sum, which could overflow.
        let tenths = pixels / 100_000 + pixels % 100_000 / 50_000
        return tenths.isMultiple(of: 10) ? "\(tenths / 10) megapixels" : "\(tenths / 10).\(tenths % 10) megapixels"
    }
}
