import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct PixelSampleTests {
    @Test(arguments: [(400, 200, 100, 50), (50, 20, 50, 20), (3, 900, 1, 100), (100, 100, 100, 100)])
    func isAtMostAHundredPixelsWide(width: Int, height: Int, expectedWidth: Int, expectedHeight: Int) throws {
        let sample = try PixelSample(try PixelGrid.noise(width, height).image())
        #expect(sample.size == PixelSize(width: expectedWidth, height: expectedHeight))
        #expect(sample.samples.count == expectedWidth * expectedHeight * 4)
    }

    @Test(arguments: [[7], [7, 100], [7, 8, 9], [7, 8, 9, 100]])
    func hasFourBandsOfEveryPicture(colour: [Int]) throws {
        let sample = try PixelSample(try PixelGrid(2, 1, colour: colour).image())
        let alpha = colour.count.isMultiple(of: 2) ? 100 : 255
        let expected = (colour.count < 3 ? [7, 7, 7] : [7, 8, 9]) + [alpha]
        #expect(sample.samples.map(Int.init) == expected + expected)
    }
}

extension PixelSample {
    /// A sample of pixels that a test made.
    init(_ grid: PixelGrid) throws {
        self.init(size: grid.size, samples: try PixelSample(try grid.image()).samples)
    }

    /// Red rises to the right, green downwards, blue in stripes; alpha, if `isClear`, towards the bottom right corner.
    static func pattern(_ width: Int, _ height: Int, isClear: Bool) -> PixelSample {
        let grid = PixelGrid(width, height, bands: 4) { x, y, band in
            switch band {
            case 0: x * 255 / max(1, width - 1)
            case 1: y * 255 / max(1, height - 1)
            case 2: (x * 7 + y * 13) % 256
            default: isClear ? min(255, (x + y) * 255 / (width + height - 2)) : 255
            }
        }
        return PixelSample(size: grid.size, samples: grid.samples)
    }
}
