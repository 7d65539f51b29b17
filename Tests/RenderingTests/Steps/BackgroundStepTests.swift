import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct BackgroundStepTests {
    private let colour = Colour(red: 30, green: 140, blue: 220)

    /// Porter and Duff's "over" on doubles: straight alpha in and out.
    private func oracle(_ grid: PixelGrid, _ alpha: Double) -> PixelGrid {
        PixelGrid(grid.size.width, grid.size.height, bands: 4) { x, y, band in
            let above = Double(grid[x, y, 3]) / 255
            let below = (alpha * 255).rounded() / 255
            let result = above + below * (1 - above)
            guard band < 3 else { return Int((result * 255).rounded()) }
            let sum = Double(grid[x, y, band]) * above + [30.0, 140, 220][band] * below * (1 - above)
            return result > 0 ? Int((sum / result).rounded()) : 0
        }
    }

    @Test(arguments: [0.1, 0.5, 0.9])
    func aBackgroundCanBeTransparentItself(alpha: Double) throws {
        let grid = PixelGrid.noise(25, 25, bands: 4)
        let result = try grid.after { try BackgroundStep.apply($0, colour: colour, alpha: alpha) }
        let expected = oracle(grid, alpha)
        // A sample that is hardly there carries its rounding error times 255 / alpha.
        for y in 0..<25 {
            for x in 0..<25 {
                #expect(abs(result[x, y, 3] - expected[x, y, 3]) <= 1)
                for band in 0..<3 where expected[x, y, 3] > 60 {
                    #expect(abs(result[x, y, band] - expected[x, y, band]) <= 4)
                }
            }
        }
    }

    @Test func anOpaqueBackgroundTakesAlphaAway() throws {
        let grid = PixelGrid.noise(25, 25, bands: 4, seed: 4)
        let result = try grid.after { try BackgroundStep.apply($0, colour: colour) }
        let expected = oracle(grid, 1)
        #expect(result.bands == 3)
        for y in 0..<25 {
            for x in 0..<25 { for band in 0..<3 { #expect(abs(result[x, y, band] - expected[x, y, band]) <= 1) } }
        }
    }

    @Test(arguments: [(Colour.white, 1), (Colour(red: 255, green: 0, blue: 0), 3)])
    func aGreyPictureIsColouredOnlyByAColour(colour: Colour, bands: Int) throws {
        let clear = PixelGrid(6, 6, colour: [80, 0])
        let result = try clear.after { try BackgroundStep.apply($0, colour: colour) }
        #expect(result.pixel(3, 3) == Array([255, 0, 0].prefix(bands)))
    }

    @Test func anOpaquePictureIsLeftAsItIs() throws {
        let grid = PixelGrid.noise(6, 6)
        #expect(try grid.after { try BackgroundStep.apply($0, colour: colour, alpha: 0.5) } == grid)
    }
}
