import Testing

@testable import ImageModel

@Suite struct GeometryTests {
    private static let photo = PixelSize(width: 6000, height: 4000)

    private static func rendition(
        _ width: Int?, _ height: Int?, _ fit: Fit = .fit, _ change: (inout Rendition) -> Void = { _ in }
    ) -> Rendition {
        var rendition = Rendition(width: width, height: height, fit: fit)
        change(&rendition)
        return rendition
    }

    @Test(
        "Plain renditions: the size",
        arguments: [
            (6000, 4000, 1600, nil, .fit, "1600x1067"), (6000, 4000, nil, 1600, .fit, "2400x1600"),
            (300, 100, 100, nil, .fit, "100x33"), (6000, 4000, 800, 800, .fit, "800x533"),
            (600, 400, 1600, nil, .fit, "600x400"), (600, 400, nil, nil, .fit, "600x400"), (1, 1, 1, 1, .fit, "1x1"),
            (10_000, 1, 100, nil, .fit, "100x1"), (2000, 1001, 1000, nil, .fit, "1000x501"),
            (6000, 4000, 800, 800, .fill, "800x800"), (1000, 100, 500, 500, .fill, "500x100"),
            (6000, 4000, 1600, nil, .fill, "1600x1067"), (6000, 4000, 100, 700, .force, "100x700"),
            (60, 4000, 100, 700, .force, "60x420"), (600, 400, 100, nil, .force, "100x400"),
        ] as [(Int, Int, Int?, Int?, Fit, String)])
    func plain(width: Int, height: Int, askedWidth: Int?, askedHeight: Int?, fit: Fit, expected: String) {
        let source = PixelSize(width: width, height: height)
        let geometry = Geometry(source: source, width: askedWidth, height: askedHeight, fit: fit)
        #expect(geometry.output.description == expected)
        #expect(geometry.orientation == .upright && geometry.sourceCrop == nil && geometry.canvas == nil)
    }

    @Test("A source without pixels counts as one pixel")
    func noPixels() {
        let rendition = Self.rendition(10, 10) { ($0.padding.top, $0.dpr) = (5, 2) }
        let geometry = Geometry(rendition, stored: PixelSize(width: 0, height: 0), maximumSide: 4)
        #expect(geometry.scaled.description == "1x1")
    }

    @Test("Filling crops to the middle, with half a pixel rounded to the even side")
    func filling() {
        let wide = Geometry(source: PixelSize(width: 101, height: 50), width: 50, height: 50, fit: .fill)
        #expect(wide.scaled == PixelSize(width: 101, height: 50))
        #expect(wide.crop == .at(PixelRect(left: 26, top: 0, size: PixelSize(width: 50, height: 50))))
        #expect(Geometry(source: Self.photo, width: 300, height: 200, fit: .fill).crop == nil)
    }

    @Test("A rotated source is measured as displayed, but cropped and resized as stored")
    func turned() {
        var rendition = Self.rendition(400, 300, .fill)
        rendition.crop = SourceCrop(width: 0.5, height: 1000, gravity: Gravity(.northWest, offsetX: 100, offsetY: 10))
        let geometry = Geometry(rendition, stored: Self.photo, orientation: .turned90)
        // Displayed it is 4000×6000; its top left corner is the bottom left of the stored pixels.
        #expect(geometry.cropped == PixelSize(width: 2000, height: 1000))
        #expect(geometry.sourceCrop == .at(PixelRect(left: 100, top: 10, size: geometry.cropped)))
        let stored = PixelRect(left: 10, top: 1900, size: PixelSize(width: 1000, height: 2000))
        #expect(geometry.sourceRegion.crop == .at(stored))
        #expect(geometry.scaled == PixelSize(width: 600, height: 300))
        #expect(geometry.storedScaled == PixelSize(width: 300, height: 600))
        #expect(geometry.output.description == "400x300")
    }

    @Test("Orientation, quarter turns and flips become a single transformation")
    func oneOrientation() {
        var rendition = Self.rendition(nil, nil) { $0.quarterTurns = 3 }
        #expect(Geometry(rendition, stored: Self.photo, orientation: .turned90).orientation == .upright)
        rendition.autoRotates = false
        #expect(Geometry(rendition, stored: Self.photo, orientation: .turned90).orientation == .turned270)
        rendition.flipsVertically = true
        #expect(Geometry(rendition, stored: Self.photo).orientation == .transposed)
    }

    @Test("A limit shrinks the target before anything is resized, padding and all")
    func limits() {
        let rendition = Self.rendition(20_000, 10_000, .fill) {
            $0.enlarges = true
            $0.padding = Padding(top: 100, right: 200, bottom: 100, left: 200)
        }
        let geometry = Geometry(rendition, stored: Self.photo, maximumSide: 16_383, maximumResultSide: 2040)
        #expect(geometry.scaled.description == "2000x1333")
        #expect(geometry.padding == Padding(top: 10, right: 20, bottom: 10, left: 20))
        #expect(geometry.output.description == "2040x1020")
        #expect(geometry.dpr == 0.1)
    }

    @Test("With smart gravity the size is known and the position is not")
    func smart() {
        let rendition = Self.rendition(100, 100, .fill) {
            $0.gravity = Gravity(.smart)
            $0.crop = SourceCrop(width: 3000, height: 1000)
            $0.quarterTurns = 1
        }
        let geometry = Geometry(rendition, stored: Self.photo)
        #expect(geometry.sourceRegion.crop == .smart(PixelSize(width: 1000, height: 3000)))
        #expect(geometry.sourceCrop == .smart(PixelSize(width: 3000, height: 1000)))
        #expect(geometry.crop == .smart(PixelSize(width: 100, height: 100)))
        #expect(geometry.output.description == "100x100")
    }

    @Test("Renditions of the same pixels have equal regions, whatever is done to them")
    func sharedRegions() {
        let crop = SourceCrop(width: 500, height: 500, gravity: Gravity(.east))
        let square = Self.rendition(100, 100) { $0.crop = crop }
        let turned = Self.rendition(300, 20, .fill) {
            $0.crop = SourceCrop(width: 500, height: 500, gravity: Gravity(.south))
            $0.quarterTurns = 1
        }
        let region = Geometry(square, stored: Self.photo).sourceRegion
        #expect(Geometry(turned, stored: Self.photo).sourceRegion == region)
        let others: [(inout Rendition) -> Void] = [
            { $0.page = 1 }, { $0.pages = 2 },
            { $0.trim = Trim(threshold: 10) }, { $0.crop = nil }, { $0.crop?.width = 501 },
        ]
        for change in others {
            var other = square
            change(&other)
            #expect(Geometry(other, stored: Self.photo).sourceRegion != region)
        }
        let whole = Self.rendition(10, 10) { $0.crop = SourceCrop() }
        #expect(Geometry(whole, stored: Self.photo).sourceRegion == SourceRegion())
    }

    @Test(
        "No number causes a trap, and limits hold",
        arguments: [Double.nan, .infinity, -.infinity, 0, -1, 1e-300, 1e300, .greatestFiniteMagnitude],
        [1, Int.max])
    func extremes(number: Double, side: Int) {
        let rendition = Self.rendition(side, side, .fillDown) {
            ($0.dpr, $0.zoomX, $0.zoomY, $0.enlarges) = (number, number, number, true)
            ($0.minimumWidth, $0.minimumHeight) = (side, side)
            $0.gravity = Gravity(.southEast, offsetX: number, offsetY: number)
            $0.crop = SourceCrop(width: number, height: number, aspectRatio: number, enlarges: true)
            $0.extendAspectRatio = Gravity(.focus(x: number, y: number))
            $0.padding = Padding(top: side, right: side, bottom: side, left: side)
        }
        let free = Geometry(rendition, stored: Self.photo)
        #expect(free.output.width >= 1 && free.output.height >= 1)
        let limited = Geometry(rendition, stored: Self.photo, maximumSide: 1000)
        #expect((1...1000).contains(limited.output.width) && (1...1000).contains(limited.output.height))
    }
}
