import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct SharpenStepTests {
    /// An edge from 90 to 160 in the middle.
    private func edge(bands: Int) -> PixelGrid {
        PixelGrid(40, 10, bands: bands) { x, _, band in
            bands.isMultiple(of: 2) && band == bands - 1 ? 255 : x < 20 ? 90 : 160
        }
    }

    @Test(arguments: [1, 2, 3, 4])
    func makesAnEdgeSteeperAndKeepsItsShape(bands: Int) throws {
        let grid = edge(bands: bands)
        let sharpened = try grid.after { try SharpenStep.apply($0, sigma: 1) }
        #expect(sharpened.size == grid.size && sharpened.bands == bands)
        #expect(sharpened.samples.max().map(Int.init) ?? 0 >= 162)
        #expect((0..<40).contains { sharpened[$0, 5, 0] <= 88 })
        #expect(abs(sharpened.mean(0) - grid.mean(0)) < 3)
    }

    @Test(arguments: [0.3, 2, 10, 500])
    func keepsOneColour(sigma: Double) throws {
        let grid = PixelGrid(30, 20, colour: [200, 100, 50])
        #expect(try grid.after { try SharpenStep.apply($0, sigma: sigma) }.distance(to: grid) <= 1)
    }

    @Test func keepsAlpha() throws {
        let grid = PixelGrid.noise(20, 20, bands: 4)
        let sharpened = try grid.after { try SharpenStep.apply($0, sigma: 2) }
        for y in 0..<20 { for x in 0..<20 { #expect(sharpened[x, y, 3] == grid[x, y, 3]) } }
    }

    @Test func aSigmaOfNothingChangesNothing() throws {
        let grid = PixelGrid.noise(20, 20)
        #expect(try grid.after { try SharpenStep.apply($0, sigma: 0) } == grid)
    }
}
