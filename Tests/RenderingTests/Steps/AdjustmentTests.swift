import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// Brightness, contrast and saturation, each against its formula written out.
@Suite(.computing) struct AdjustmentTests {
    private static let bands = [1, 2, 3, 4]

    private func check(
        _ bands: Int, _ step: (consuming Image) throws -> Image, _ formula: ([Double]) -> [Double]
    ) throws {
        let grid = PixelGrid.noise(23, 17, bands: bands, seed: UInt64(bands))
        let colours = bands < 3 ? 1 : 3
        var expected = grid
        for y in 0..<17 {
            for x in 0..<23 {
                let values = formula(grid.pixel(x, y).prefix(colours).map(Double.init))
                for band in 0..<colours {
                    expected[x, y, band] = Int(min(max(values[band], 0), 255).rounded(.toNearestOrEven))
                }
            }
        }
        #expect(try grid.after(step).distance(to: expected) <= 1)
    }

    @Test(arguments: bands, [-255, -40, 17, 255])
    func brightnessAddsLevels(bands: Int, levels: Int) throws {
        try check(bands, { try BrightnessStep.apply($0, levels: levels) }, { $0.map { $0 + Double(levels) } })
    }

    @Test(arguments: bands, [0.0, 0.5, 1.3, 4])
    func contrastMovesAwayFromTheMiddle(bands: Int, factor: Double) throws {
        try check(
            bands, { try ContrastStep.apply($0, factor: factor) }, { $0.map { ($0 - 127.5) * factor + 127.5 } })
    }

    @Test(arguments: [3, 4], [0.0, 0.5, 2])
    func saturationMovesAwayFromLightness(bands: Int, factor: Double) throws {
        try check(
            bands, { try SaturationStep.apply($0, factor: factor) },
            { pixel in
                let lightness = 0.213 * pixel[0] + 0.715 * pixel[1] + 0.072 * pixel[2]
                return pixel.map { lightness + ($0 - lightness) * factor }
            })
    }

    @Test func saturationLeavesGreyAlone() throws {
        let grid = PixelGrid.noise(9, 9, bands: 2)
        #expect(try grid.after { try SaturationStep.apply($0, factor: 3) } == grid)
    }

    @Test func theDocumentedExamplesHold() throws {
        let contrast = try PixelGrid(1, 1, colour: [100, 100, 100]).after { try ContrastStep.apply($0, factor: 2) }
        #expect(contrast.pixel(0, 0) == [72, 72, 72])
        let saturation = try PixelGrid(1, 1, colour: [255, 0, 0]).after { try SaturationStep.apply($0, factor: 0.5) }
        #expect(saturation.pixel(0, 0) == [155, 27, 27])
    }
}
