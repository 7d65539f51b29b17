import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct SmartCropStepTests {
    @Test(arguments: [(10, 10), (150, 10), (10, 110), (150, 110), (80, 60)])
    func showsTheOneSaturatedSpot(x: Int, y: Int) throws {
        let grid = PixelGrid(200, 160) { column, row, band in
            (x..<x + 24).contains(column) && (y..<y + 24).contains(row) ? [230, 30, 30][band] : 120
        }
        let rect = try SmartCropStep.position(of: PixelSize(width: 80, height: 80), in: try grid.image())
        #expect(rect.size == PixelSize(width: 80, height: 80))
        #expect(rect.left <= x + 12 && x + 12 <= rect.left + 80)
        #expect(rect.top <= y + 12 && y + 12 <= rect.top + 80)
    }

    @Test(arguments: [1, 2, 3, 4])
    func staysInsideThePicture(bands: Int) throws {
        let grid = PixelGrid.noise(61, 47, bands: bands, seed: 3)
        let rect = try SmartCropStep.position(of: PixelSize(width: 20, height: 47), in: try grid.image())
        #expect(rect.left >= 0 && rect.left + rect.size.width <= 61)
        #expect(rect.top == 0 && rect.size == PixelSize(width: 20, height: 47))
    }

    @Test func givesTheWholePictureForALargerCrop() throws {
        let grid = PixelGrid.noise(30, 20)
        let rect = try SmartCropStep.position(of: PixelSize(width: 100, height: 20), in: try grid.image())
        #expect(rect == PixelRect(left: 0, top: 0, size: PixelSize(width: 30, height: 20)))
    }
}
