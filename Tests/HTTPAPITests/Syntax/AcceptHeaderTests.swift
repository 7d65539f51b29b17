import ImageModel
import Testing

@testable import HTTPAPI

@Suite struct AcceptHeaderTests {
    private static let browser = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"

    @Test(arguments: [
        (nil, ImageFormat.avif, 1000), ("", .jpeg, 1000), ("nonsense", .jpeg, 1000),
        (browser, .avif, 1000), (browser, .jpeg, 1000), (browser, .jxl, 1000),
        ("*/*;q=0.8", .webp, 800), ("text/html", .webp, 0), ("image/webp;q=0, */*", .webp, 0),
        ("image/*;q=0.5, image/webp;q=0.25", .webp, 250), ("IMAGE/WebP ; Q=0.7", .webp, 700),
        ("image/jpg", .jpeg, 1000),
        ("image/webp;q=1.000", .webp, 1000), ("image/webp;q=.5, */*;q=0.1", .webp, 100),
        ("image/webp;q=1.1, */*;q=0.1", .webp, 100), ("image/webp;q=0.1234, */*;q=0.1", .webp, 100),
        ("image/webp;v=1, */*;q=0.1", .webp, 100), ("*/webp, image/*;q=0.3", .webp, 300),
        ("image/webp; ; q=0.2", .webp, 200),
        ("text/x;a=\",image/webp\", */*;q=0.1", .webp, 100), ("image/webp;q=0.001", .webp, 1),
    ])
    func theMostSpecificRangeCounts(text: String?, format: ImageFormat, weight: Int) {
        #expect(AcceptHeader(text).weight(of: format) == weight)
    }

    @Test(arguments: [
        (browser, ImageFormat.avif), ("*/*", nil), (nil, nil), ("image/*", nil), ("image/webp", .webp),
        ("image/avif;q=0.5, image/webp;q=0.9", .webp), ("image/webp,image/avif", .avif), ("image/avif;q=0", nil),
        ("image/jxl, image/avif, image/webp", .jxl), ("xximage/webp", nil),
    ])
    func aModernFormatNeedsItsName(text: String?, expected: ImageFormat?) {
        #expect(AcceptHeader(text).preferred(among: [.jxl, .avif, .webp]) == expected)
    }
}
