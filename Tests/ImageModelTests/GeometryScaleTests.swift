import Testing

@testable import ImageModel

@Suite struct GeometryScaleTests {
    private static let base = PixelSize(width: 400, height: 200)

    private static func scaled(_ rendition: Rendition, isVector: Bool = false) -> String {
        GeometryScale(rendition, of: base, isVector: isVector).applied(to: base).description
    }

    @Test(
        "The fits of 400×200 in a box, not enlarged and enlarged",
        arguments: [
            (.fit, 100, 100, "100x50", "100x50"), (.fill, 100, 100, "200x100", "200x100"),
            (.fit, 800, 800, "400x200", "800x400"), (.fill, 800, 800, "400x200", "1600x800"),
            (.fillDown, 800, 800, "400x200", "1600x800"), (.fit, 100, 0, "100x50", "100x50"),
            (.fill, 0, 400, "400x200", "800x400"), (.force, 100, 0, "100x200", "100x200"),
            (.force, 800, 100, "400x50", "800x100"), (.force, 100, 100, "100x100", "100x100"),
            (.auto, 100, 100, "200x100", "200x100"), (.auto, 100, 101, "100x50", "100x50"),
            (.auto, 0, 0, "400x200", "400x200"), (.auto, 100, 0, "100x50", "100x50"),
        ] as [(Fit, Int, Int, String, String)])
    func fits(fit: Fit, width: Int, height: Int, expected: String, enlarged: String) {
        var rendition = Rendition(width: width, height: height, fit: fit)
        #expect(Self.scaled(rendition) == expected)
        #expect(Self.scaled(rendition, isVector: true) == enlarged)
        rendition.enlarges = true
        #expect(Self.scaled(rendition) == enlarged)
    }

    @Test("auto treats a square as landscape, for picture and box")
    func squares() {
        let square = PixelSize(width: 300, height: 300)
        let landscape = Rendition(width: 200, height: 100, fit: .auto)
        #expect(GeometryScale(landscape, of: square, isVector: false).applied(to: square).description == "200x200")
        let portrait = Rendition(width: 100, height: 200, fit: .auto)
        #expect(GeometryScale(portrait, of: square, isVector: false).applied(to: square).description == "100x100")
    }

    @Test("Zoom multiplies each side of the result")
    func zoom() {
        var rendition = Rendition(width: 100)
        (rendition.zoomX, rendition.zoomY) = (2, 0.5)
        #expect(Self.scaled(rendition) == "200x25")
    }

    @Test("A minimum scales both sides, and past the source")
    func minimums() {
        var rendition = Rendition(width: 100)
        rendition.minimumHeight = 80
        #expect(Self.scaled(rendition) == "160x80")
        rendition.minimumWidth = 1000
        #expect(Self.scaled(rendition) == "1000x500")
        rendition.minimumWidth = 10
        #expect(Self.scaled(rendition) == "160x80")
    }

    @Test(
        "The remaining dpr, and the picture's size with it",
        arguments: [
            (100, 2, 2, "200x100"), (100, 8, 4, "400x200"), (100, 0.5, 0.5, "50x25"), (400, 2, 1, "400x200"),
            (800, 2, 1, "400x200"), (800, 0.75, 1, "400x200"), (800, 0.25, 0.5, "200x100"),
        ] as [(Int, Double, Double, String)])
    func dpr(width: Int, asked: Double, left: Double, expected: String) {
        var rendition = Rendition(width: width)
        rendition.dpr = asked
        #expect(GeometryScale(rendition, of: Self.base, isVector: false).dpr == left)
        #expect(Self.scaled(rendition) == expected)
    }

    @Test("On a canvas a dpr below 1 keeps the composition; if enlarging is allowed the dpr is kept")
    func dprKept() {
        var rendition = Rendition(width: 800, height: 800)
        rendition.dpr = 0.5
        rendition.extend = .centre
        #expect(GeometryScale(rendition, of: Self.base, isVector: false).dpr == 0.5)
        #expect(Self.scaled(rendition) == "200x100")
        (rendition.dpr, rendition.enlarges) = (3, true)
        #expect(GeometryScale(rendition, of: Self.base, isVector: false).dpr == 3)
        #expect(Self.scaled(rendition) == "2400x1200")
    }

    @Test("No side gets shorter than a pixel, however much it shrinks")
    func leastPixel() {
        let line = PixelSize(width: 5000, height: 2)
        var scale = GeometryScale(Rendition(width: 10), of: line, isVector: false)
        #expect(scale.applied(to: line).description == "10x1")
        scale.multiply(by: 0.001, of: line)
        #expect(scale.applied(to: line).description == "1x1")
        #expect(abs(scale.dpr - 0.001) < 1e-12)
    }
}
