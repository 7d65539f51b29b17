import ImageModel
import Testing

@testable import Rendering

@Suite struct TurnStepTests {
    private let grid = PixelGrid.noise(5, 3, bands: 4, seed: 9)

    /// Turns and flips by moving each pixel on its own.
    private func oracle(_ turns: Int, _ horizontal: Bool, _ vertical: Bool) -> PixelGrid {
        var result = grid
        for _ in 0..<((turns % 4 + 4) % 4) {
            let old = result
            result = PixelGrid(old.size.height, old.size.width, bands: 4) { x, y, band in
                old[y, old.size.height - 1 - x, band]
            }
        }
        let old = result
        let size = old.size
        return PixelGrid(size.width, size.height, bands: 4) { x, y, band in
            old[horizontal ? size.width - 1 - x : x, vertical ? size.height - 1 - y : y, band]
        }
    }

    @Test(arguments: -5...5, [(false, false), (true, false), (false, true), (true, true)])
    func movesEveryPixelToItsPlace(turns: Int, flips: (Bool, Bool)) throws {
        let turned = try grid.after {
            try TurnStep.apply($0, quarterTurns: turns, flipsHorizontally: flips.0, flipsVertically: flips.1)
        }
        #expect(turned == oracle(turns, flips.0, flips.1))
    }
}
