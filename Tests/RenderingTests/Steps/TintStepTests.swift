import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct TintStepTests {
    private let blue = Colour(red: 20, green: 60, blue: 200)
    private let yellow = Colour(red: 250, green: 220, blue: 40)

    /// Pixel by pixel; `scale` gives the colour for a lightness of 0…1.
    private func oracle(_ grid: PixelGrid, _ intensity: Double, _ scale: (Double) -> [Double]) -> PixelGrid {
        PixelGrid(grid.size.width, grid.size.height, bands: grid.bands) { x, y, band in
            guard band < 3 else { return grid[x, y, 3] }
            let pixel = grid.pixel(x, y).map(Double.init)
            let lightness = (0.213 * pixel[0] + 0.715 * pixel[1] + 0.072 * pixel[2]).rounded() / 255
            return Int((pixel[band] * (1 - intensity) + scale(lightness)[band] * intensity).rounded())
        }
    }

    @Test(arguments: [3, 4], [0.25, 1.0])
    func duotoneRunsFromShadowsToHighlights(bands: Int, intensity: Double) throws {
        let grid = PixelGrid.noise(31, 13, bands: bands)
        let duotone = Effects.Duotone(intensity: intensity, shadows: blue, highlights: yellow)
        let expected = oracle(grid, intensity) { lightness in
            zip([20.0, 60, 200], [250.0, 220, 40]).map { $0 + ($1 - $0) * lightness }
        }
        #expect(try grid.after { try TintStep.apply($0, duotone) }.distance(to: expected) <= 2)
    }

    @Test(arguments: [3, 4], [0.4, 1.0])
    func monochromeRunsFromBlackOverTheColourToWhite(bands: Int, intensity: Double) throws {
        let grid = PixelGrid.noise(31, 13, bands: bands, seed: 5)
        let expected = oracle(grid, intensity) { lightness in
            [20.0, 60, 200].map { sample in
                let colour = sample / 255
                let value = lightness <= 0.5 ? 2 * lightness * colour : 1 - 2 * (1 - lightness) * (1 - colour)
                return value * 255
            }
        }
        let tinted = try grid.after { try TintStep.apply($0, Effects.Monochrome(intensity: intensity, colour: blue)) }
        #expect(tinted.distance(to: expected) <= 2)
    }

    @Test(arguments: [1, 2])
    func coloursAGreyPicture(bands: Int) throws {
        let grid = PixelGrid.noise(8, 8, bands: bands)
        let duotone = Effects.Duotone(intensity: 1, shadows: blue, highlights: yellow)
        let tinted = try grid.after { try TintStep.apply($0, duotone) }
        #expect(tinted.bands == bands + 2)
        for x in 0..<8 where bands == 2 { #expect(tinted[x, 3, 3] == grid[x, 3, 1]) }
    }

    @Test func theDocumentedExamplesHold() throws {
        let duotone = Effects.Duotone(
            intensity: 1, shadows: Colour(red: 0, green: 0, blue: 255),
            highlights: Colour(red: 255, green: 255, blue: 0))
        let fifth = PixelGrid(1, 1, colour: [51, 51, 51])
        #expect(try fifth.after { try TintStep.apply($0, duotone) }.pixel(0, 0) == [51, 51, 204])
        let red = Effects.Monochrome(intensity: 1, colour: Colour(red: 255, green: 0, blue: 0))
        let middle = PixelGrid(1, 1, colour: [128, 128, 128])
        #expect(try middle.after { try TintStep.apply($0, red) }.pixel(0, 0) == [255, 1, 1])
    }

    @Test func noIntensityChangesNothing() throws {
        let grid = PixelGrid.noise(8, 8)
        let duotone = Effects.Duotone(intensity: 0, shadows: blue, highlights: yellow)
        #expect(try grid.after { try TintStep.apply($0, duotone) } == grid)
    }
}
