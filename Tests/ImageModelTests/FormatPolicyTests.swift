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

    private static let red = Colour(red: 255, green: 0, blue: 0)

    /// What a step does to expected transparency, and whether it is expected of an opaque and of a transparent source.
    private static let steps: [(change: @Sendable (inout Rendition) -> Void, opaque: Bool, transparent: Bool)] = [
        ({ _ in }, false, true),
        ({ $0.padding = Padding(left: 1) }, true, true),
        ({ $0.extend = .centre }, true, true),
        ({ $0.extendAspectRatio = .centre }, true, true),
        ({ $0.background = red }, false, false),
        ({ ($0.background, $0.padding) = (red, Padding(top: 10)) }, false, false),
        ({ ($0.background, $0.backgroundAlpha) = (red, 0.5) }, false, true),
        ({ $0.watermark = Watermark(opacity: 1) }, false, true),
        ({ ($0.followedBy, $0.padding) = ([Rendition()], Padding(top: 1)) }, true, true),
        (
            { first in
                var last = Rendition()
                last.background = red
                (first.extend, first.followedBy) = (.centre, [last])
            }, false, false
        ),
        (
            { first in
                var last = Rendition()
                last.padding = Padding(bottom: 3)
                (first.background, first.followedBy) = (red, [last])
            }, true, true
        ),
    ]

    @Test(
        "A source in another format becomes the first preferred one that shows the transparency that is expected",
        arguments: steps.indices, [ImageFormat.webp, .heic, .avif, .tiff, .bmp, .svg])
    func expectedTransparency(step: Int, source: ImageFormat) {
        let (change, opaque, transparent) = Self.steps[step]
        var rendition = Rendition(width: 10)
        change(&rendition)
        let policy = FormatPolicy(preferred: [.jpeg, .png, .gif])
        for (hasAlpha, isExpected) in [(false, opaque), (true, transparent)] {
            let header = SourceHeader(format: source, stored: PixelSize(width: 90, height: 60), hasAlpha: hasAlpha)
            #expect(rendition.expectsTransparency(sourceHasAlpha: hasAlpha) == isExpected)
            #expect(policy.format(for: rendition, of: header, isAnimated: false) == (isExpected ? .png : .jpeg))
        }
    }

    @Test(
        "An animation becomes the first preferred format that moves; where none does, one for its first frame",
        arguments: [
            ([ImageFormat.jpeg, .png, .gif], true, true, ImageFormat.gif), ([.jpeg, .png, .gif], true, false, .png),
            ([.jpeg, .png, .gif], false, true, .gif), ([.jpeg, .png], true, true, .png),
            ([.jpeg, .png], false, true, .jpeg), ([.webp, .jpeg], false, true, .webp),
        ])
    func animation(preferred: [ImageFormat], hasAlpha: Bool, isAnimated: Bool, expected: ImageFormat) {
        let header = SourceHeader(
            format: .jxl, stored: PixelSize(width: 9, height: 9), hasAlpha: hasAlpha, frames: 7)
        let policy = FormatPolicy(preferred: preferred)
        #expect(policy.format(for: Rendition(), of: header, isAnimated: isAnimated) == expected)
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
