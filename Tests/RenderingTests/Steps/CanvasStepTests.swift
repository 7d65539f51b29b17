import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct CanvasStepTests {
    private let size = PixelSize(width: 12, height: 9)

    @Test(arguments: [1, 2, 3, 4])
    func aTransparentCanvasIsClearAroundThePicture(bands: Int) throws {
        let grid = PixelGrid.noise(5, 4, bands: bands)
        let canvas = try grid.after { try CanvasStep.apply($0, size: size, left: 3, top: 2, fill: .transparent) }
        #expect(canvas.size == size && canvas.bands == (bands < 3 ? 2 : 4))
        #expect(canvas[0, 0, canvas.bands - 1] == 0 && canvas[11, 8, canvas.bands - 1] == 0)
        #expect(canvas.pixel(3, 2).prefix(bands) == grid.pixel(0, 0)[...])
        #expect(canvas.pixel(7, 5).prefix(bands) == grid.pixel(4, 3)[...])
    }

    @Test(arguments: [3, 4])
    func anOpaqueCanvasHasTheColourAroundThePicture(bands: Int) throws {
        let grid = PixelGrid.noise(5, 4, bands: bands)
        let fill = CanvasStep.Fill.opaque(Colour(red: 9, green: 99, blue: 199))
        let canvas = try grid.after { try CanvasStep.apply($0, size: size, left: 7, top: 5, fill: fill) }
        #expect(canvas.pixel(0, 0) == Array([9, 99, 199, 255].prefix(bands)))
        #expect(canvas.pixel(7, 5) == grid.pixel(0, 0) && canvas.pixel(11, 8) == grid.pixel(4, 3))
    }

    @Test func aGreyPictureStaysGreyOnGreyAndBecomesColouredOnColour() throws {
        let grid = PixelGrid.noise(5, 4, bands: 1)
        let white = try grid.after { try CanvasStep.apply($0, size: size, left: 0, top: 0, fill: .opaque(.white)) }
        #expect(white.bands == 1 && white[11, 8, 0] == 255)
        let red = CanvasStep.Fill.opaque(Colour(red: 255, green: 0, blue: 0))
        let coloured = try grid.after { try CanvasStep.apply($0, size: size, left: 0, top: 0, fill: red) }
        #expect(coloured.pixel(11, 8) == [255, 0, 0])
        #expect(coloured.pixel(1, 1) == [Int](repeating: grid[1, 1, 0], count: 3))
    }

    @Test func cutsWhatHangsOver() throws {
        let grid = PixelGrid.noise(5, 4)
        let small = PixelSize(width: 3, height: 2)
        let canvas = try grid.after { try CanvasStep.apply($0, size: small, left: -1, top: -2, fill: .opaque(.black)) }
        #expect(canvas.pixel(0, 0) == grid.pixel(1, 2) && canvas.pixel(2, 1) == grid.pixel(3, 3))
    }

    @Test func aCanvasOfThePicturesSizeChangesNothing() throws {
        let grid = PixelGrid.noise(5, 4)
        #expect(
            try grid.after { try CanvasStep.apply($0, size: grid.size, left: 0, top: 0, fill: .transparent) } == grid)
    }
}
