import ImageModel
import Testing

@testable import SVGSafety

@Suite struct DataImageTests {
    @Test(arguments: [
        "data:image/png;base64,\(EmbeddedImages.pngText)",
        "DATA:Image/PNG;Base64,\n \(EmbeddedImages.pngText)",
        "data:image/gif;charset=x;base64,\(EmbeddedImages.pngText)",
    ])
    func rasterImagesAreDecoded(url: String) throws {
        let image = try #require(DataImage(url))
        #expect(image.format == .png)
        #expect(image.url == "data:image/png;base64,\(EmbeddedImages.pngText)")
    }

    @Test func percentEncodedBytesAreDecoded() throws {
        let text = EmbeddedImages.gif(width: 3, height: 4).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        }
        let image = try #require(DataImage("data:image/gif," + text.joined()))
        #expect(image.bytes == EmbeddedImages.gif(width: 3, height: 4))
    }

    @Test(arguments: [
        "", "data:", "data:image/png", "data:image/png;base64,", "data:image/png;base64,!!!!",
        "data:image/svg+xml,<svg/>",
        "data:image/png,<svg xmlns='a'/>", "http://a/b.png", "data:image/bmp;base64,\(EmbeddedImages.pngText)",
    ])
    func everythingElseIsNone(url: String) {
        #expect(DataImage(url) == nil)
    }
}
