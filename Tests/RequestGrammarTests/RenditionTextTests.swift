import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct RenditionTextTests {
    private static let examples: [(String, Rendition)] = [
        ("1600", Rendition(width: 1600)),
        ("x600", Rendition(height: 600)),
        ("800x600", Rendition(width: 800, height: 600)),
        ("1x65535", Rendition(width: 1, height: 65_535)),
        ("800x600:fill", Rendition(width: 800, height: 600, fit: .fill)),
        ("800:force", Rendition(width: 800, fit: .force)),
        ("800@avif", Rendition(width: 800, format: .avif)),
        ("800,q=1", Rendition(width: 800, quality: 1)),
        ("x600:force@jxl,q=100", Rendition(height: 600, fit: .force, format: .jxl, quality: 100)),
        ("800x600:fill@webp,q=75", Rendition(width: 800, height: 600, fit: .fill, format: .webp, quality: 75)),
    ]

    @Test("An element is read, and written as it was", arguments: examples)
    func roundTrip(text: String, rendition: Rendition) throws {
        #expect(try RenditionText(Substring(text)).rendition == rendition)
        #expect(rendition.description == text)
    }

    @Test(
        "Every rendition with a size can be parsed from its description",
        arguments: Fit.allCases, ImageFormat.writable)
    func everyCombination(fit: Fit, format: ImageFormat) throws {
        for (width, height) in [(7, nil), (nil, 65_535), (300, 200)] as [(Int?, Int?)] {
            for quality in [nil, 1, 100] {
                let rendition = Rendition(width: width, height: height, fit: fit, format: format, quality: quality)
                #expect(try RenditionText(Substring(rendition.description)).rendition == rendition)
            }
        }
    }

    @Test("Aliases of formats are known; fit may be named")
    func aliases() throws {
        #expect(try RenditionText("800:fit@JPG").rendition == Rendition(width: 800, format: .jpeg))
        #expect(Rendition(format: .png).description == "full@png")
    }

    @Test(
        "An invalid element is refused",
        arguments: [
            "", "0", "x0", "0x5", "5x0", "-1", "+5", "65536", "99999999999999999999", "1.5", "NaN", "inf", "٣", "８",
            "1e3",
            "800x", "x", "800x600x3", "800X600", "800*600", ":fill", "@webp", "800:", "800:cover", "800:fill:fit",
            "800@",
            "800@svg", "800@webp@png", "800@webp:fill", "800,q=0", "800,q=101", "800,q=", "800,q=-1",
            "800,q",
            "800,quality=5", "800,q=5,q=5", "800 600", "800\u{0}",
        ])
    func refused(text: String) {
        let error = #expect(throws: RequestError.self) { try RenditionText(Substring(text)) }
        #expect(error?.code == .invalidField)
    }

    @Test("Errors say what is allowed")
    func messages() {
        let format = #expect(throws: RequestError.self) { try RenditionText("800@svg") }
        #expect(
            format?.message == "expected a format (jpeg, png, webp, avif, gif, tiff, jxl, heic, bmp, ico), got \"svg\"")
        let side = #expect(throws: RequestError.self) { try RenditionText("70000") }
        #expect(side?.message == "expected sides from 1 to 65535 pixels")
    }
}
