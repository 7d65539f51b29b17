import Testing

@testable import ImageModel

@Suite struct SourceHeaderTests {
    @Test("The upright size follows the orientation", arguments: Orientation.allCases)
    func upright(orientation: Orientation) {
        let header = SourceHeader(
            format: .jpeg, stored: PixelSize(width: 30, height: 20), orientation: orientation)
        #expect(header.upright.width == (orientation.rawValue >= 5 ? 20 : 30))
        #expect(header.upright.pixels == 600)
    }

    @Test("Only SVG is drawn at any size", arguments: ImageFormat.allCases)
    func vector(format: ImageFormat) {
        #expect(SourceHeader(format: format, stored: PixelSize(width: 1, height: 1)).isVector == (format == .svg))
    }
}
