import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct AverageColourTests {
    @Test func isTheMeanOfAllPixels() throws {
        let grid = PixelGrid(10, 10) { x, _, band in x < 5 ? [100, 0, 20][band] : [200, 50, 20][band] }
        let average = AverageColour(of: try PixelSample(grid))
        #expect(average == AverageColour(of: try PixelSample(grid)))
        #expect(average.colour == Colour(red: 150, green: 25, blue: 20) && average.alpha == 255)
    }

    @Test func hiddenPixelsDoNotCount() throws {
        let grid = PixelGrid(10, 10, bands: 4) { x, _, band in
            x < 5 ? [10, 20, 30, 255][band] : [255, 255, 255, 0][band]
        }
        let average = AverageColour(of: try PixelSample(grid))
        #expect(average.colour == Colour(red: 10, green: 20, blue: 30) && average.alpha == 128)
    }

    @Test func isBlackAndClearWhereNothingIsToBeSeen() throws {
        let average = AverageColour(of: try PixelSample(PixelGrid(4, 4, colour: [9, 9, 9, 0])))
        #expect(average.colour == .black && average.alpha == 0)
    }
}
