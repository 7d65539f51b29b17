import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct BlurAreasStepTests {
    private let grid = PixelGrid.noise(60, 40, seed: 2)

    @Test func blursInsideAndKeepsOutside() throws {
        let area = Effects.BlurArea(left: 0.25, top: 0.25, width: 0.5, height: 0.5)
        let result = try grid.after { try BlurAreasStep.apply($0, areas: [area], sigma: 3) }
        let whole = try grid.after { try BlurStep.apply($0, sigma: 3) }
        for y in 0..<40 {
            for x in 0..<60 {
                let isInside = (15..<45).contains(x) && (10..<30).contains(y)
                for band in 0..<3 {
                    #expect(abs(result[x, y, band] - (isInside ? whole : grid)[x, y, band]) <= (isInside ? 1 : 0))
                }
            }
        }
    }

    @Test func takesSeveralAreas() throws {
        let areas = [
            Effects.BlurArea(left: 0, top: 0, width: 0.2, height: 0.2),
            Effects.BlurArea(left: 0.8, top: 0.8, width: 0.5, height: 0.5),
        ]
        let result = try grid.after { try BlurAreasStep.apply($0, areas: areas, sigma: 4) }
        #expect(result[30, 20, 0] == grid[30, 20, 0])
        #expect(result.pixel(2, 2) != grid.pixel(2, 2) && result.pixel(58, 38) != grid.pixel(58, 38))
    }

    @Test(arguments: [
        (Effects.BlurArea(left: 0.1, top: 0, width: 0.2, height: 1), [1, 0, 2, 10]),
        (Effects.BlurArea(left: 0.11, top: 0.5, width: 0.01, height: 0.05), [1, 5, 1, 1]),
        (Effects.BlurArea(left: -1, top: 0.9, width: 9, height: 9), [0, 9, 10, 1]),
    ])
    func anAreaCoversThePixelsItTouches(area: Effects.BlurArea, expected: [Int]) throws {
        let rect = try #require(area.rect(in: PixelSize(width: 10, height: 10)))
        #expect([rect.left, rect.top, rect.size.width, rect.size.height] == expected)
    }

    @Test(arguments: [
        Effects.BlurArea(left: 0.2, top: 0.2, width: 0, height: 0.5),
        Effects.BlurArea(left: 1.5, top: 0.2, width: 1, height: 0.5),
    ])
    func anAreaOfNothingIsLeftOut(area: Effects.BlurArea) throws {
        #expect(try grid.after { try BlurAreasStep.apply($0, areas: [area], sigma: 4) } == grid)
    }
}
