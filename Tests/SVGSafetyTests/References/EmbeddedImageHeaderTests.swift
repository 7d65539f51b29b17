import ImageModel
import Testing

@testable import SVGSafety

@Suite struct EmbeddedImageHeaderTests {
    @Test(arguments: [
        (ImageFormat.png, EmbeddedImages.png(width: 300, height: 70_000), PixelSize(width: 300, height: 70_000)),
        (.gif, EmbeddedImages.gif(width: 12, height: 34), PixelSize(width: 12, height: 34)),
        (.jpeg, EmbeddedImages.jpeg(width: 56, height: 78), PixelSize(width: 56, height: 78)),
        (
            .webp, EmbeddedImages.webp("VP8X", [0, 0, 0, 0, 0xFF, 0x01, 0, 0x0F, 0, 0]),
            PixelSize(width: 512, height: 16)
        ),
        (.webp, EmbeddedImages.webp("VP8L", [0x2F, 0x63, 0x40, 0x0C, 0]), PixelSize(width: 100, height: 50)),
        (
            .webp, EmbeddedImages.webp("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, 10, 0, 20, 0x40]),
            PixelSize(width: 10, height: 20)
        ),
    ])
    func theSizeIsInTheHeader(format: ImageFormat, bytes: [UInt8], expected: PixelSize) {
        #expect(EmbeddedImageHeader.size(of: bytes, format: format) == expected)
    }

    @Test(arguments: [
        (ImageFormat.png, Array(EmbeddedImages.png(width: 1, height: 1).prefix(20))),
        (.png, EmbeddedImages.png(width: 0, height: 1)),
        (.gif, Array(EmbeddedImages.gif(width: 1, height: 1).prefix(9))),
        (.jpeg, Array(EmbeddedImages.jpeg(width: 1, height: 1).prefix(18))),
        (.jpeg, [0xFF, 0xD8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (.webp, EmbeddedImages.webp("ABCD", [])),
        (.webp, [] as [UInt8]),
    ])
    func aDamagedHeaderHasNoSize(format: ImageFormat, bytes: [UInt8]) {
        #expect(EmbeddedImageHeader.size(of: bytes, format: format) == nil)
    }
}
