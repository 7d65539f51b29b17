import TestSupport
import Testing

@testable import ImageModel

@Suite struct GeometryTests {
    private static func geometry(
        _ width: Int, _ height: Int, _ askedWidth: Int?, _ askedHeight: Int?, _ fit: Fit = .fit, enlarges: Bool = false,
        maximumSide: Int = .max
    ) -> Geometry {
        Geometry(
            source: PixelSize(width: width, height: height), width: askedWidth, height: askedHeight, fit: fit,
            enlarges: enlarges, maximumSide: maximumSide)
    }

    @Test(
        "Worked examples of fitting",
        arguments: [
            (6000, 4000, 1600, nil, "1600x1067"), (6000, 4000, nil, 1600, "2400x1600"), (300, 100, 100, nil, "100x33"),
            (6000, 4000, 800, 800, "800x533"), (4000, 6000, 800, 800, "533x800"), (600, 400, 1600, nil, "600x400"),
            (600, 400, nil, nil, "600x400"), (1, 1, 1, 1, "1x1"), (10_000, 1, 100, nil, "100x1"), (3, 2, 1, nil, "1x1"),
            (5, 5, 2, 4, "2x2"), (1000, 333, 500, nil, "500x167"), (9, 3, 4, nil, "4x1"),
        ] as [(Int, Int, Int?, Int?, String)])
    func fitting(width: Int, height: Int, askedWidth: Int?, askedHeight: Int?, expected: String) {
        let geometry = Self.geometry(width, height, askedWidth, askedHeight)
        #expect(geometry.output.description == expected)
        #expect(geometry.crop == nil)
    }

    @Test("Halves are rounded up: 1001 × 0.5 is 501")
    func halves() {
        #expect(Self.geometry(2000, 1001, 1000, nil).output.description == "1000x501")
    }

    @Test(
        "Filling covers the box and cuts evenly",
        arguments: [
            (6000, 4000, 800, 800, PixelSize(width: 1200, height: 800), 200, 0, "800x800"),
            (4000, 6000, 800, 600, PixelSize(width: 800, height: 1200), 0, 300, "800x600"),
            (1000, 100, 500, 500, PixelSize(width: 1000, height: 100), 250, 0, "500x100"),
            (101, 50, 50, 50, PixelSize(width: 101, height: 50), 25, 0, "50x50"),
        ])
    func filling(
        width: Int, height: Int, askedWidth: Int, askedHeight: Int, scaled: PixelSize, left: Int, top: Int,
        expected: String
    ) {
        let geometry = Self.geometry(width, height, askedWidth, askedHeight, .fill)
        #expect(geometry.scaled == scaled)
        #expect(geometry.crop?.left == left)
        #expect(geometry.crop?.top == top)
        #expect(geometry.output.description == expected)
    }

    @Test("Filling without a cut has none; with one side it is fitting")
    func fillingWithoutCut() {
        #expect(Self.geometry(600, 400, 300, 200, .fill).crop == nil)
        #expect(Self.geometry(6000, 4000, 1600, nil, .fill) == Self.geometry(6000, 4000, 1600, nil, .fit))
        #expect(Self.geometry(6000, 4000, nil, 160, .fill) == Self.geometry(6000, 4000, nil, 160, .fit))
    }

    @Test("Forcing gives the box, each side at most the source's")
    func forcing() {
        #expect(Self.geometry(6000, 4000, 100, 700, .force).output.description == "100x700")
        #expect(Self.geometry(60, 4000, 100, 700, .force).output.description == "60x700")
        #expect(Self.geometry(600, 400, 100, nil, .force).output.description == "100x400")
        #expect(Self.geometry(60, 40, 100, 700, .force, enlarges: true).output.description == "100x700")
    }

    @Test(
        "Drawings are enlarged",
        arguments: [
            (Fit.fit, 1600, nil, "1600x1067"), (.fit, 1000, 1000, "1000x667"), (.fill, 1000, 1000, "1000x1000"),
            (.force, 700, 900, "700x900"), (.fit, nil, nil, "6x4"),
        ] as [(Fit, Int?, Int?, String)])
    func enlarging(fit: Fit, width: Int?, height: Int?, expected: String) {
        #expect(Self.geometry(6, 4, width, height, fit, enlarges: true).output.description == expected)
    }

    @Test(
        "A result past the format's limit is scaled down to it",
        arguments: [
            (Fit.fit, nil, nil, "16383x82"), (.fit, 18_000, nil, "16383x82"), (.fill, 18_000, 50, "16383x50"),
            (.force, 18_000, 70, "16383x70"),
        ] as [(Fit, Int?, Int?, String)])
    func maximumSide(fit: Fit, width: Int?, height: Int?, expected: String) {
        let geometry = Self.geometry(20_000, 100, width, height, fit, maximumSide: ImageFormat.webp.maximumSide)
        #expect(geometry.output.description == expected)
    }

    @Test("Thousands of random cases agree with an exact, slow calculation", arguments: Fit.allCases, [false, true])
    func randomCases(fit: Fit, enlarges: Bool) {
        var random = SplitMix64(seed: 20_150_909)
        for _ in 0..<3000 {
            let request = GeometryOracle.Request(fit: fit, enlarges: enlarges, using: &random)
            let geometry = Geometry(
                source: PixelSize(width: request.source.width, height: request.source.height), width: request.width,
                height: request.height, fit: fit, enlarges: enlarges, maximumSide: request.maximumSide)
            let expected = GeometryOracle.result(of: request)
            #expect(geometry.scaled.width == expected.scaled.width, "\(request)")
            #expect(geometry.scaled.height == expected.scaled.height, "\(request)")
            #expect(geometry.output.width == expected.output.width, "\(request)")
            #expect(geometry.output.height == expected.output.height, "\(request)")
        }
    }

    @Test("Random cases keep the promises of every fit", arguments: Fit.allCases)
    func promises(fit: Fit) {
        var random = SplitMix64(seed: 7)
        for _ in 0..<3000 {
            let request = GeometryOracle.Request(fit: fit, enlarges: false, using: &random)
            let source = PixelSize(width: request.source.width, height: request.source.height)
            let geometry = Geometry(
                source: source, width: request.width, height: request.height, fit: fit,
                maximumSide: request.maximumSide)
            let output = geometry.output
            #expect(output.width >= 1 && output.height >= 1, "\(request)")
            #expect(output.width <= source.width && output.height <= source.height, "\(request)")
            #expect(max(output.width, output.height) <= request.maximumSide, "\(request)")
            #expect(output.width <= request.width ?? .max && output.height <= request.height ?? .max, "\(request)")
            guard let crop = geometry.crop else { continue }
            let (right, bottom) = (crop.left + crop.size.width, crop.top + crop.size.height)
            #expect(crop.left >= 0 && right <= geometry.scaled.width, "\(request)")
            #expect(crop.top >= 0 && bottom <= geometry.scaled.height, "\(request)")
            #expect(abs(crop.left - (geometry.scaled.width - right)) <= 1, "\(request)")
            #expect(abs(crop.top - (geometry.scaled.height - bottom)) <= 1, "\(request)")
        }
    }
}
