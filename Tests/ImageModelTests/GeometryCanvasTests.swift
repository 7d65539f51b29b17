import Testing

@testable import ImageModel

@Suite struct GeometryCanvasTests {
    private static let source = PixelSize(width: 400, height: 200)

    private static func geometry(
        _ width: Int?, _ height: Int?, _ fit: Fit = .fit, _ change: (inout Rendition) -> Void = { _ in }
    ) -> Geometry {
        var rendition = Rendition(width: width, height: height, fit: fit)
        change(&rendition)
        return Geometry(rendition, stored: source)
    }

    @Test(
        "fillDown of a picture that is too small keeps the box's aspect ratio",
        arguments: [
            (100, 100, "100x100"), (800, 800, "200x200"), (800, 100, "400x50"), (100, 800, "25x200"),
            (600, 250, "400x167"), (800, 400, "400x200"), (100, nil, "100x50"), (nil, 800, "400x200"),
            (10_000, 1, "400x1"),
        ] as [(Int?, Int?, String)])
    func fillDown(width: Int?, height: Int?, expected: String) {
        #expect(Self.geometry(width, height, .fillDown).output.description == expected)
    }

    @Test("fillDown that may enlarge is fill")
    func fillDownEnlarging() {
        #expect(Self.geometry(800, 800, .fillDown) { $0.enlarges = true }.output.description == "800x800")
    }

    @Test(
        "extend results in the box, with the picture's side for a free one",
        arguments: [
            (100, 100, "100x100"), (800, 800, "800x800"), (800, nil, "800x200"), (nil, 800, "400x800"),
            (100, nil, "100x50"), (100, 50, "100x50"),
        ] as [(Int?, Int?, String)])
    func extend(width: Int?, height: Int?, expected: String) {
        let geometry = Self.geometry(width, height) { $0.extend = .centre }
        #expect(geometry.output.description == expected)
        #expect((geometry.canvas == nil) == (geometry.scaled == geometry.output))
    }

    @Test(
        "extendAspectRatio results in the smallest canvas with the box's aspect ratio; with a free side in none",
        arguments: [
            (100, 100, "100x100"), (800, 800, "400x400"), (800, 100, "800x100"), (600, 250, "480x200"),
            (500, 1000, "400x800"), (800, nil, "400x200"), (nil, 100, "200x100"),
        ] as [(Int?, Int?, String)])
    func extendAspectRatio(width: Int?, height: Int?, expected: String) {
        #expect(Self.geometry(width, height) { $0.extendAspectRatio = .centre }.output.description == expected)
    }

    @Test("If both are set, extend is used: its canvas already has the aspect ratio")
    func both() {
        let both = Self.geometry(800, 800) { ($0.extend, $0.extendAspectRatio) = (.centre, Gravity(.north)) }
        #expect(both == Self.geometry(800, 800) { $0.extend = .centre })
    }

    @Test("The picture lies on the canvas by gravity, offsets times dpr")
    func place() {
        let geometry = Self.geometry(100, 100) {
            $0.extend = Gravity(.southEast, offsetX: 0, offsetY: 10)
            $0.dpr = 2
        }
        #expect(geometry.canvas?.size == PixelSize(width: 200, height: 200))
        #expect(geometry.canvas?.picture == PixelRect(left: 0, top: 80, size: PixelSize(width: 200, height: 100)))
    }

    @Test("Padding is multiplied by the remaining dpr, with halves rounded to even")
    func padding() {
        let geometry = Self.geometry(100, nil) {
            $0.padding = Padding(top: 1, right: 3, bottom: 5, left: 0)
            $0.dpr = 0.5
        }
        #expect(geometry.padding == Padding(top: 0, right: 2, bottom: 2, left: 0))
        #expect(geometry.output.description == "52x27")
        #expect(Self.geometry(800, nil) { ($0.padding.top, $0.dpr) = (7, 4) }.padding.top == 7)
    }

    @Test("A requested side is never lost to rounding")
    func leastPixel() {
        let geometry = Self.geometry(1, 100, .fill) { $0.dpr = 0.3 }
        #expect(geometry.output.description == "1x30")
    }
}
