import Codecs
package import ImageModel

/// The watermarks of one render: files by the URL that a rendition names, and the configured one.
package struct Overlays: Sendable {
    private struct File: Sendable {
        let bytes: [UInt8]
        let hash: Int
    }

    private let files: [String?: File]
    private let cache: OverlayCache?
    /// Bytes that the largest one needs while it is decoded.
    private let decodedBytes: Int
    /// Of one watermark.
    package let maximumPixels: Int

    /// `cache` keeps what is shown for the next render; a watermark of more than `maximumPixels` is refused. `headers`
    /// are those of the files, as far as they are known to be pictures.
    package init(
        _ files: [String?: [UInt8]] = [:], headers: [SourceHeader] = [], cache: OverlayCache? = nil,
        maximumPixels: Int = RenderLimits().maximumPixels
    ) {
        self.files = files.mapValues { File(bytes: $0, hash: $0.hashValue) }
        decodedBytes = headers.map(Self.decodedBytes).max() ?? 0
        self.cache = cache
        self.maximumPixels = maximumPixels
    }

    package static let none = Overlays()

    /// The files and what names them, in any order.
    package var byURL: [(url: String?, bytes: [UInt8])] { files.map { ($0.key, $0.value.bytes) } }

    /// What the files and the largest of them while it is decoded hold at most.
    package var peakBytes: Int { files.values.reduce(0) { $0 + $1.bytes.count } + decodedBytes }

    /// Decoded, in the colours of a screen, and turned.
    private static func decodedBytes(_ header: SourceHeader) -> Int {
        let (bytes, overflow) = header.stored.pixels.multipliedReportingOverflow(
            by: max(header.bands * header.sampleBytes, 4) * 3)
        return overflow ? .max / 2 : bytes
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
