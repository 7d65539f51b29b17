import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct WatermarkStepTests {
    /// The mark over the base at one place, pixel by pixel.
    private func oracle(_ base: PixelGrid, _ mark: PixelGrid, _ opacity: Double, left: Int, top: Int) -> PixelGrid {
        PixelGrid(base.size.width, base.size.height, bands: base.bands) { x, y, band in
            let place = (x: x - left, y: y - top)
            guard (0..<mark.size.width).contains(place.x), (0..<mark.size.height).contains(place.y) else {
                return base[x, y, band]
            }
            let above = (Double(mark[place.x, place.y, 3]) * opacity).rounded(.toNearestOrEven) / 255
            let below = base.bands == 4 ? Double(base[x, y, 3]) / 255 : 1
            let result = above + below * (1 - above)
            guard band < 3 else { return Int((result * 255).rounded()) }
            let sum = Double(mark[place.x, place.y, band]) * above + Double(base[x, y, band]) * below * (1 - above)
            return result > 0 ? Int((sum / result).rounded()) : 0
        }
    }

    @Test(arguments: [1, 0.4], [(3, 4), (-5, -3), (30, 22), (200, 200), (0, -100)])
    func liesOverThePictureAndMayHangOver(opacity: Double, place: (Int, Int)) throws {
        let base = PixelGrid.noise(40, 30)
        let mark = PixelGrid.noise(16, 12, bands: 4, seed: 6)
        let result = try base.after {
            try WatermarkStep.apply(
                $0, overlay: try mark.image(), opacity: opacity, placement: .at(left: place.0, top: place.1))
        }
        #expect(result.distance(to: oracle(base, mark, opacity, left: place.0, top: place.1)) <= 1)
    }

    @Test func keepsTheAlphaOfThePicture() throws {
        let base = PixelGrid.noise(30, 30, bands: 4)
        let mark = PixelGrid(10, 10, colour: [255, 255, 255, 255])
        let result = try base.after {
            try WatermarkStep.apply($0, overlay: try mark.image(), opacity: 1, placement: .at(left: 5, top: 5))
        }
        #expect(result.bands == 4 && result.pixel(6, 6) == [255, 255, 255, 255])
        #expect(result[20, 20, 3] == base[20, 20, 3])
    }

    @Test(arguments: [1, 2, 3, 4], [1, 2, 3, 4])
    func anyPictureTakesAnyMark(base: Int, mark: Int) throws {
        let grid = PixelGrid.waves(30, 20, bands: base)
        let black = PixelGrid(8, 8, colour: [[0], [0, 255], [0, 0, 0], [0, 0, 0, 255]][mark - 1])
        let result = try grid.after {
            try WatermarkStep.apply($0, overlay: try black.image(), opacity: 1, placement: .at(left: 2, top: 2))
        }
        #expect(result.bands == (mark < 3 ? base : (base < 3 ? base + 2 : base)))
        #expect(result[4, 4, 0] == 0 && result[20, 15, 0] == grid[20, 15, 0])
    }

    @Test(arguments: [(0, 0), (3, 5), (100, 100)])
    func tilesRepeatWithGapsAndOneIsInTheMiddle(gap: (Int, Int)) throws {
        let base = PixelGrid(41, 31, colour: [0, 0, 0])
        let mark = PixelGrid(5, 3, colour: [255, 255, 255, 255])
        let result = try base.after {
            try WatermarkStep.apply(
                $0, overlay: try mark.image(), opacity: 1, placement: .tiled(gapX: gap.0, gapY: gap.1))
        }
        let cell = (x: 5 + min(gap.0, 82), y: 3 + min(gap.1, 62))
        let expected = PixelGrid(41, 31) { x, y, _ in
            // The middle cell's corner, then the place within a cell.
            let across = ((41 / cell.x + 1) | 1) * cell.x
            let down = ((31 / cell.y + 1) | 1) * cell.y
            let place = ((x + (across - 41) / 2) % cell.x, (y + (down - 31) / 2) % cell.y)
            let mark = (place.0 - (cell.x - 5) / 2, place.1 - (cell.y - 3) / 2)
            return (0..<5).contains(mark.0) && (0..<3).contains(mark.1) ? 255 : 0
        }
        #expect(result == expected)
        #expect(result.pixel(20, 15) == [255, 255, 255])
    }

    @Test func noOpacityChangesNothing() throws {
        let grid = PixelGrid.noise(9, 9)
        let result = try grid.after {
            try WatermarkStep.apply(
                $0, overlay: try PixelGrid(3, 3, colour: [0, 0, 0]).image(), opacity: 0, placement: .at(left: 0, top: 0)
            )
        }
        #expect(result == grid)
    }

    @Test(arguments: [
        (0.0, PixelSize(width: 50, height: 20)), (0.5, PixelSize(width: 100, height: 40)),
        (0.1, PixelSize(width: 20, height: 8)), (0.001, PixelSize(width: 1, height: 1)),
    ])
    func isAsLargeAsFitsIntoAShareOfThePicture(scale: Double, expected: PixelSize) {
        let shown = WatermarkStep.shownSize(
            of: PixelSize(width: 50, height: 20), in: PixelSize(width: 200, height: 100), scale: scale)
        #expect(shown == expected)
    }
}
