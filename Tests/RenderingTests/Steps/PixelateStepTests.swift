import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct PixelateStepTests {
    /// The mean of each square; columns and rows beyond the edge are those that the edge mirrors.
    private func oracle(_ grid: PixelGrid, side: Int) -> PixelGrid {
        let (width, height) = (grid.size.width, grid.size.height)
        func mirrored(_ place: Int, _ length: Int) -> Int {
            let place = place % (2 * length)
            return place < length ? place : 2 * length - 1 - place
        }
        let block = (x: min(side, width), y: min(side, height))
        return PixelGrid(width, height, bands: grid.bands) { x, y, band in
            let (left, top) = (x / block.x * block.x, y / block.y * block.y)
            let hasAlpha = grid.bands.isMultiple(of: 2)
            var (sum, weights, alphas) = (0.0, 0.0, 0.0)
            for row in top..<top + block.y {
                for column in left..<left + block.x {
                    let place = (mirrored(column, width), mirrored(row, height))
                    let alpha = hasAlpha ? Double(grid[place.0, place.1, grid.bands - 1]) : 255
                    sum += Double(grid[place.0, place.1, band]) * alpha
                    weights += alpha
                    alphas += alpha
                }
            }
            if hasAlpha, band == grid.bands - 1 { return Int((alphas / Double(block.x * block.y)).rounded()) }
            return weights > 0 ? Int((sum / weights).rounded()) : 0
        }
    }

    @Test(arguments: [1, 2, 3, 4], [2, 7, 16, 1000])
    func eachSquareIsItsMean(bands: Int, side: Int) throws {
        let grid = PixelGrid.noise(45, 32, bands: bands, seed: 11)
        #expect(try grid.after { try PixelateStep.apply($0, side: side) }.distance(to: oracle(grid, side: side)) <= 1)
    }

    @Test(arguments: [-3, 0, 1])
    func aSideOfAPixelChangesNothing(side: Int) throws {
        let grid = PixelGrid.noise(9, 9)
        #expect(try grid.after { try PixelateStep.apply($0, side: side) } == grid)
    }
}
