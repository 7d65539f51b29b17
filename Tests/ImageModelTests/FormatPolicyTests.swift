import Testing

@testable import ImageModel

@Suite struct FormatPolicyTests {
    private func written(
        _ source: ImageFormat, hasAlpha: Bool, asking rendition: Rendition = Rendition(width: 10)
    ) -> ImageFormat {
        let header = SourceHeader(format: source, stored: PixelSize(width: 90, height: 60), hasAlpha: hasAlpha)
        return FormatPolicy.sources.format(for: rendition, of: header, isAnimated: false)
    }

    @Test("A requested format is written, whatever the source", arguments: ImageFormat.allCases)
    func asked(source: ImageFormat) {
        #expect(written(source, hasAlpha: true, asking: Rendition(width: 10, format: .avif)) == .avif)
    }

    @Test(
        "Formats that every browser shows are kept; others become JPEG, or PNG if transparent",
        arguments: [
            (ImageFormat.jpeg, ImageFormat.jpeg, ImageFormat.jpeg), (.png, .png, .png), (.webp, .webp, .webp),
            (.gif, .gif, .gif), (.avif, .avif, .avif), (.heic, .jpeg, .png), (.tiff, .jpeg, .png),
            (.jxl, .jpeg, .png), (.bmp, .jpeg, .png),
        ])
    func fallback(source: ImageFormat, opaque: ImageFormat, transparent: ImageFormat) {
        #expect(written(source, hasAlpha: false) == opaque)
        #expect(written(source, hasAlpha: true) == transparent)
    }

    @Test("Drawings and icons, which always have alpha, become PNG", arguments: [ImageFormat.svg, .ico])
    func drawings(source: ImageFormat) {
        #expect(written(source, hasAlpha: true) == .png)
    }

    @Test("Every resulting format can be written", arguments: ImageFormat.allCases, [false, true])
    func writable(source: ImageFormat, hasAlpha: Bool) {
        let format = written(source, hasAlpha: hasAlpha)
        #expect(format.isWritable)
        #expect(format.keepsAlpha || !hasAlpha || source == .jpeg)
    }

    @Test(
        "An AVIF with a side below 16 pixels becomes PNG or JPEG",
        arguments: [
            (PixelSize(width: 15, height: 400), false, ImageFormat.jpeg),
            (PixelSize(width: 400, height: 1), true, .png),
            (PixelSize(width: 16, height: 16), false, .avif), (PixelSize(width: 16, height: 17), true, .avif),
        ])
    func smallAVIF(size: PixelSize, hasAlpha: Bool, written: ImageFormat) {
        #expect(ImageFormat.avif.written(at: size, hasAlpha: hasAlpha) == written)
    }

    @Test("Every other format is written in any size", arguments: ImageFormat.allCases.filter { $0 != .avif })
    func smallOther(format: ImageFormat) {
        #expect(format.written(at: PixelSize(width: 1, height: 1), hasAlpha: true) == format)
    }
}
