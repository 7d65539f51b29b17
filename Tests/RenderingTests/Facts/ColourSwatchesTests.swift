import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct ColourSwatchesTests {
    private static func swatches(_ colours: [Colour], buildsMissing: Bool) -> ColourSwatches {
        let samples: [UInt8] = colours.flatMap { [UInt8($0.red), UInt8($0.green), UInt8($0.blue), UInt8(255)] }
        let sample = PixelSample(size: PixelSize(width: colours.count, height: 1), samples: samples)
        return ColourSwatches(of: DominantColours(of: sample, count: 64), buildsMissing: buildsMissing)
    }

    @Test("colours are told apart by saturation and lightness")
    func kinds() {
        let red = Colour(red: 220, green: 20, blue: 20)
        let dark = Colour(red: 60, green: 5, blue: 5)
        let grey = Colour(red: 120, green: 125, blue: 130)
        let swatches = Self.swatches([red, dark, grey], buildsMissing: false).colours
        #expect(swatches == [.vibrant: red, .darkVibrant: dark, .muted: grey])
    }

    @Test("those that are missing are made when that is wanted")
    func built() {
        let swatches = Self.swatches([Colour(red: 220, green: 20, blue: 20)], buildsMissing: true).colours
        #expect(swatches.count == ColourSwatches.Kind.allCases.count)
        let light = swatches[.lightVibrant] ?? .black
        #expect(light.red > light.green)
        #expect((light.red + light.green) / 2 > 150)
    }

    @Test("a picture that is transparent all over has none")
    func none() {
        let sample = PixelSample(size: PixelSize(width: 1, height: 1), samples: [0, 0, 0, 0])
        let swatches = ColourSwatches(of: DominantColours(of: sample, count: 8), buildsMissing: true)
        #expect(swatches.colours.isEmpty)
    }
}
