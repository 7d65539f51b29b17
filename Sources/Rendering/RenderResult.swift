package import ImageModel

/// One rendition as a file in memory.
package struct RenderedImage: Sendable {
    package var size: PixelSize
    package var format: ImageFormat
    package var frames: Int
    package var bytes: EncodedBytes

    package init(size: PixelSize, format: ImageFormat, frames: Int, bytes: EncodedBytes) {
        self.size = size
        self.format = format
        self.frames = frames
        self.bytes = bytes
    }
}

/// The result of a plan.
package struct RenderResult: Sendable {
    /// In the order of the plan's outputs.
    package var images: [RenderedImage]
    package var measurements: RenderMeasurements
    /// Whether the decoded part of the source was damaged or missing, and the images show what is left of it.
    package var isDamaged: Bool

    package init(images: [RenderedImage], measurements: RenderMeasurements, isDamaged: Bool = false) {
        self.images = images
        self.measurements = measurements
        self.isDamaged = isDamaged
    }
}

/// What rendering took.
package struct RenderMeasurements: Sendable, Hashable, Codable {
    /// How often the source's pixels were decoded.
    package var decodes = 0
    /// Pixels that were decoded, all frames.
    package var decodedPixels = 0
    /// Reading pixels from the source. A resize that receives rows as they are decoded counts here.
    package var decodeTime = Duration.zero
    /// Resizing from pictures in memory, turning, colour.
    package var resizeTime = Duration.zero
    package var encodeTime = Duration.zero

    package init() {}
}

extension RenderMeasurements {
    /// Adds what another render took.
    package mutating func add(_ other: RenderMeasurements) {
        decodes += other.decodes
        decodedPixels += other.decodedPixels
        decodeTime += other.decodeTime
        resizeTime += other.resizeTime
        encodeTime += other.encodeTime
    }
}
