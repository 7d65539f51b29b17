import Testing

@testable import ImageModel

@Suite struct ImageFormatTests {
    @Test(
        "Extensions and aliases name a format, in any case",
        arguments: [
            ("jpg", ImageFormat.jpeg), ("JPEG", .jpeg), ("jpe", .jpeg), ("jfif", .jpeg), ("png", .png), ("WebP", .webp),
            ("avif", .avif), ("heic", .heic), ("heif", .heic), ("gif", .gif), ("tif", .tiff), ("TIFF", .tiff),
            ("jxl", .jxl), ("svg", .svg), ("bmp", .bmp), ("ico", .ico),
        ])
    func names(name: String, format: ImageFormat) {
        #expect(ImageFormat(name: name) == format)
    }

    @Test("Other names are not formats", arguments: ["", " png", "jp2", "pdf", "svgz", "image/png", "p\u{6E}g\u{301}"])
    func unknownNames(name: String) {
        #expect(ImageFormat(name: name) == nil)
    }

    @Test("A format is found by its own extension", arguments: ImageFormat.allCases)
    func extensions(format: ImageFormat) {
        #expect(ImageFormat(name: format.fileExtension) == format)
        #expect(format.fileExtension.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) })
    }

    @Test("Media types are images and distinct")
    func contentTypes() {
        let types = ImageFormat.allCases.map(\.contentType)
        #expect(types.allSatisfy { $0.hasPrefix("image/") })
        #expect(Set(types).count == types.count)
        #expect(ImageFormat.jpeg.contentType == "image/jpeg")
        #expect(ImageFormat.svg.contentType == "image/svg+xml")
    }

    @Test("Every written format has a legal default quality and legal sides", arguments: ImageFormat.allCases)
    func limits(format: ImageFormat) {
        #expect((1...100).contains(format.defaultQuality))
        #expect(format.maximumSide >= 256)
        #expect(format.isWritable == ImageFormat.writable.contains(format))
    }

    @Test("Of the written formats, only JPEG has no transparency")
    func alpha() {
        #expect(ImageFormat.writable.filter { !$0.keepsAlpha } == [.jpeg])
        #expect(ImageFormat.writable.filter(\.keepsAnimation) == [.webp, .gif])
    }
}
