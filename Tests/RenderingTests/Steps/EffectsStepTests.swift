import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct EffectsStepTests {
    private func all() -> Effects {
        var effects = Effects()
        effects.brightness = 20
        effects.contrast = 1.2
        effects.saturation = 0.7
        effects.monochrome = Effects.Monochrome(intensity: 0.3, colour: Colour(red: 90, green: 80, blue: 20))
        effects.duotone = Effects.Duotone(intensity: 0.3, shadows: .black, highlights: .white)
        effects.blur = 1
        effects.sharpen = 1
        effects.pixelate = 3
        effects.blurAreas = [Effects.BlurArea(left: 0.5, top: 0.5, width: 0.3, height: 0.3)]
        effects.blurAreasSigma = 3
        effects.gradient = Effects.Gradient(opacity: 0.5)
        return effects
    }

    @Test(arguments: [1, 2, 3, 4])
    func everythingTogetherWorksOnEveryKindOfPicture(bands: Int) throws {
        let grid = PixelGrid.waves(60, 40, bands: bands)
        let result = try grid.after { try EffectsStep.apply($0, all(), dpr: 2) }
        #expect(result.size == grid.size && result.bands == (bands < 3 ? bands + 2 : bands))
    }

    @Test func nothingChangesNothing() throws {
        let grid = PixelGrid.noise(12, 12, bands: 4)
        #expect(try grid.after { try EffectsStep.apply($0, .none) } == grid)
    }

    @Test func lengthsGrowWithTheDensity() throws {
        var effects = Effects()
        effects.pixelate = 4
        let grid = PixelGrid.noise(32, 32)
        let dense = try grid.after { try EffectsStep.apply($0, effects, dpr: 2) }
        #expect(try grid.after { try PixelateStep.apply($0, side: 8) } == dense)
    }

    @Test func brightnessComesBeforeContrast() throws {
        var effects = Effects()
        effects.brightness = 100
        effects.contrast = 0.5
        let result = try PixelGrid(2, 2, colour: [200, 50, 0]).after { try EffectsStep.apply($0, effects) }
        #expect(result.pixel(0, 0) == [191, 139, 114])
    }
}
