import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct ResizeStepTests {
    @Test(arguments: Resampling.allCases, [(1, 1), (7, 40), (33, 17), (64, 48), (129, 97), (100, 3)])
    func givesExactlyTheSize(resampling: Resampling, size: (Int, Int)) throws {
        let target = PixelSize(width: size.0, height: size.1)
        let resized = try PixelGrid.noise(64, 48, bands: 4).after { try ResizeStep.apply($0, size: target, resampling) }
        #expect(resized.size == target)
    }

    @Test(arguments: Resampling.allCases, [1, 2, 3, 4])
    func keepsOneColour(resampling: Resampling, bands: Int) throws {
        let colour = Array([200, 100, 50, 255].suffix(bands))
        let resized = try PixelGrid(40, 30, colour: colour).after {
            try ResizeStep.apply($0, size: PixelSize(width: 17, height: 50), resampling)
        }
        #expect(resized.distance(to: PixelGrid(17, 50, colour: colour)) <= 1)
    }

    @Test(arguments: [Resampling.linear, .cubic, .lanczos2, .lanczos3])
    func keepsTheMeanWhenShrinking(resampling: Resampling) throws {
        let grid = PixelGrid.waves(120, 90)
        let resized = try grid.after { try ResizeStep.apply($0, size: PixelSize(width: 40, height: 30), resampling) }
        for band in 0..<3 { #expect(abs(resized.mean(band) - grid.mean(band)) < 1.5) }
    }

    @Test func nearestInventsNoColour() throws {
        let grid = PixelGrid(40, 40, bands: 1) { x, y, _ in (x / 3 + y / 3).isMultiple(of: 2) ? 0 : 255 }
        let resized = try grid.after { try ResizeStep.apply($0, size: PixelSize(width: 61, height: 23), .nearest) }
        #expect(Set(resized.samples) == [0, 255])
    }

    @Test(arguments: [Resampling.linear, .cubic, .lanczos3])
    func hiddenColoursDoNotBleed(resampling: Resampling) throws {
        let grid = PixelGrid(64, 64, bands: 4) { x, _, band in x < 32 ? [255, 0, 0, 255][band] : [0, 255, 0, 0][band] }
        let resized = try grid.after { try ResizeStep.apply($0, size: PixelSize(width: 23, height: 23), resampling) }
        for x in 0..<23 where resized[x, 5, 3] > 20 { #expect(resized[x, 5, 1] <= 2) }
    }

    @Test("Light that is mixed keeps the brightness of a fine pattern", arguments: [1, 3, 4])
    func light(bands: Int) throws {
        let colour = { (level: Int) in (0..<bands).map { $0 == 3 ? 255 : level } }
        let grid = PixelGrid(64, 64, bands: bands) { x, y, band in colour((x + y).isMultiple(of: 2) ? 0 : 255)[band] }
        let size = PixelSize(width: 8, height: 8)
        func middle(_ mixing: ColourMixing) throws -> [Int] {
            try grid.after { try ResizeStep.apply($0, size: size, .lanczos3, mixing: mixing) }.pixel(4, 4)
        }
        // Half of white's light is sample 188 of sRGB (IEC 61966-2-1); half of its sample is 128.
        #expect(zip(try middle(.light), colour(188)).allSatisfy { abs($0 - $1) <= 1 })
        #expect(zip(try middle(.samples), colour(128)).allSatisfy { abs($0 - $1) <= 1 })
    }

    @Test("Hidden colours do not bleed into mixed light")
    func hiddenLight() throws {
        let grid = PixelGrid(64, 64, bands: 4) { x, _, band in x < 32 ? [255, 0, 0, 255][band] : [0, 255, 0, 0][band] }
        let size = PixelSize(width: 23, height: 23)
        let resized = try grid.after { try ResizeStep.apply($0, size: size, .lanczos3, mixing: .light) }
        for x in 0..<23 where resized[x, 5, 3] > 20 {
            #expect(resized[x, 5, 0] >= 253 && resized[x, 5, 1] <= 2)
        }
    }
}
