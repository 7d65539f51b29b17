import Testing

@testable import ImageModel

@Suite struct FormatPolicyTests {
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
