import Testing

@testable import ImageModel

@Suite struct RenditionTests {
    @Test("A format that is asked for is written, whatever the source", arguments: ImageFormat.allCases)
    func asked(source: ImageFormat) {
        #expect(Rendition(width: 10, format: .avif).outputFormat(for: source, hasAlpha: true) == .avif)
    }

    @Test(
        "What every browser shows stays what it is; the rest becomes JPEG, or PNG when transparent",
        arguments: [
            (ImageFormat.jpeg, ImageFormat.jpeg, ImageFormat.jpeg), (.png, .png, .png), (.webp, .webp, .webp),
            (.gif, .gif, .gif), (.avif, .avif, .avif), (.heic, .jpeg, .png), (.tiff, .jpeg, .png),
            (.jxl, .jpeg, .png), (.bmp, .jpeg, .png), (.svg, .png, .png), (.ico, .png, .png),
        ])
    func fallback(source: ImageFormat, opaque: ImageFormat, transparent: ImageFormat) {
        let rendition = Rendition(width: 10)
        #expect(rendition.outputFormat(for: source, hasAlpha: false) == opaque)
        #expect(rendition.outputFormat(for: source, hasAlpha: true) == transparent)
    }

    @Test("Whatever comes out can be written", arguments: ImageFormat.allCases, [false, true])
    func writable(source: ImageFormat, hasAlpha: Bool) {
        let format = Rendition().outputFormat(for: source, hasAlpha: hasAlpha)
        #expect(format.isWritable)
        #expect(format.keepsAlpha || !hasAlpha || source == .jpeg)
    }
}
