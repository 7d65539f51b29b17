import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct DominantColoursTests {
    private let stripes = PixelGrid(100, 40) { x, _, band in
        x < 60 ? [200, 10, 10][band] : x < 90 ? [10, 180, 30][band] : [20, 30, 240][band]
    }

    @Test func findsTheColoursOfAPictureOfThree() throws {
        let found = DominantColours(of: try PixelSample(stripes), count: 3).entries
        #expect(
            found.map(\.colour) == [
                Colour(red: 200, green: 10, blue: 10), Colour(red: 10, green: 180, blue: 30),
                Colour(red: 20, green: 30, blue: 240),
            ])
        #expect(zip(found, [0.6, 0.3, 0.1]).allSatisfy { abs($0.share - $1) < 0.001 })
    }

    @Test(arguments: [1, 2, 8, 256])
    func sharesAddUpToOneInFallingOrder(count: Int) throws {
        let found = DominantColours(of: try PixelSample(PixelGrid.waves(30, 20)), count: count).entries
        #expect(!found.isEmpty && found.count <= count)
        #expect(abs(found.map(\.share).reduce(0, +) - 1) < 1e-6)
        #expect(found.map(\.share) == found.map(\.share).sorted(by: >))
    }

    @Test func oneColourIsTheMean() throws {
        let sample = try PixelSample(PixelGrid.waves(90, 70))
        let mean = AverageColour(of: sample).colour
        let found = try #require(DominantColours(of: sample, count: 1).entries.first?.colour)
        #expect(
            abs(found.red - mean.red) <= 1 && abs(found.green - mean.green) <= 1 && abs(found.blue - mean.blue) <= 1)
    }

    @Test func asksForMoreColoursThanThereAre() throws {
        #expect(DominantColours(of: try PixelSample(stripes), count: 20).entries.count == 3)
    }

    @Test func aTransparentPictureHasNone() throws {
        #expect(DominantColours(of: try PixelSample(PixelGrid(9, 9, colour: [1, 2, 3, 0])), count: 4).entries.isEmpty)
    }

    @Test func theSamePixelsGiveTheSameColours() throws {
        let sample = try PixelSample(PixelGrid.noise(30, 30))
        #expect(DominantColours(of: sample, count: 12) == DominantColours(of: sample, count: 12))
    }
}
