import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct DissimilarityTests {
    private let grid = PixelGrid.waves(300, 280)

    private func dissimilarity(_ one: PixelGrid, _ other: PixelGrid) throws -> Double {
        try Dissimilarity.between(try one.image(), try other.image())
    }

    @Test(arguments: [1, 2, 3, 4])
    func isNothingBetweenEqualPictures(bands: Int) throws {
        let grid = PixelGrid.noise(50, 40, bands: bands)
        #expect(abs(try dissimilarity(grid, grid)) < 1e-6)
    }

    @Test func isTheSameBothWays() throws {
        let other = PixelGrid.noise(300, 280)
        #expect(abs(try dissimilarity(grid, other) - dissimilarity(other, grid)) < 1e-9)
    }

    @Test func growsWithTheDistortion() throws {
        let distances = try [1.0, 2, 4, 8].map { sigma in
            try dissimilarity(grid, try grid.after { try BlurStep.apply($0, sigma: sigma) })
        }
        #expect(distances == distances.sorted() && distances[0] > 0 && distances[3] < 1)
    }

    @Test func seesAChangeOfColourAlone() throws {
        let other = try grid.after { try SaturationStep.apply($0, factor: 0) }
        #expect(try dissimilarity(grid, other) > 0.005)
    }

    @Test func comparesTransparencyOnWhite() throws {
        let clear = PixelGrid(20, 20, colour: [0, 0, 0, 0])
        #expect(abs(try dissimilarity(clear, PixelGrid(20, 20, colour: [255, 255, 255]))) < 1e-6)
    }

    @Test func refusesPicturesOfDifferentSize() throws {
        #expect(throws: CodecError.self) { try dissimilarity(grid, PixelGrid.noise(10, 10)) }
    }
}
