import Codecs
import ImageModel

/// The watermarks of one render: files by the URL that a rendition names, and the configured one.
package struct Overlays: Sendable {
    private struct File: Sendable {
        let bytes: [UInt8]
        let hash: Int
    }

    private let files: [String?: File]
    private let cache: OverlayCache?
    private let maximumPixels: Int

    /// `cache` keeps what is shown for the next render; a watermark of more than `maximumPixels` is refused.
    package init(
        _ files: [String?: [UInt8]] = [:], cache: OverlayCache? = nil,
        maximumPixels: Int = RenderLimits().maximumPixels
    ) {
        self.files = files.mapValues { File(bytes: $0, hash: $0.hashValue) }
        self.cache = cache
        self.maximumPixels = maximumPixels
    }

    package static let none = Overlays()

    /// What the files and the largest of them while it is decoded hold at most. Reads their headers.
    package var peakBytes: Int {
        files.values.reduce(0) { $0 + $1.bytes.count } + (files.values.map { Self.decodedBytes($0.bytes) }.max() ?? 0)
    }

    /// Decoded, in the colours of a screen, and turned.
    private static func decodedBytes(_ file: [UInt8]) -> Int {
        // What is no picture is refused when it is shown.
        guard let header = try? ImageDecoder.header(of: file) else { return 0 }
        return header.stored.pixels * max(header.bands * header.sampleBytes, 4) * 3
    }

    /// The watermark in the size in which it is shown in a picture of `size`; `nil` when there is none.
    func picture(for watermark: Watermark, in size: PixelSize) throws(CodecError) -> Picture? {
        guard let file = files[watermark.url], let format = ImageFormat(signatureOf: file.bytes) else { return nil }
        let key = OverlayCache.Key(
            file: file.hash, picture: watermark.scale > 0 ? size : PixelSize(width: 0, height: 0),
            scale: watermark.scale)
        if let kept = cache?.pixels(for: key) {
            return Picture(try Image(pixels: kept.bytes, size: kept.size, bands: kept.bands))
        }
        let picture = try drawn(file.bytes, format, watermark, in: size)
        if let cache {
            let bytes = try picture.image.pixels().withUnsafeBytes { Array($0) }
            cache.keep(.init(bytes: bytes, size: picture.image.size, bands: picture.image.bands), for: key)
        }
        return picture
    }

    private func drawn(
        _ bytes: [UInt8], _ format: ImageFormat, _ watermark: Watermark, in size: PixelSize
    ) throws(CodecError) -> Picture {
        try ImageDecoder.withImage(of: bytes, format: format) { (image) throws(CodecError) in
            guard image.size.pixels <= maximumPixels else {
                throw CodecError(.undecodable, format: format, detail: "a watermark of \(image.size) pixels")
            }
            let upright = try image.convertedToSRGB().copiedToMemory().turned(upright: image.orientation)
            let shown = WatermarkStep.shownSize(of: upright.size, in: size, scale: watermark.scale)
            return Picture(try ResizeStep.apply(upright, size: shown).copiedToMemory())
        }
    }
}
