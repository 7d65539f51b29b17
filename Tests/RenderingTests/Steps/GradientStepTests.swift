import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct GradientStepTests {
    /// The share of the colour at one pixel, written out.
    private func share(_ gradient: Effects.Gradient, _ x: Int, _ y: Int, _ size: PixelSize) -> Double {
        let angle = gradient.angle * .pi / 180
        let (across, down) = (-sin(angle), cos(angle))
        let length = abs(Double(size.width) * across) + abs(Double(size.height) * down)
        let place =
            ((Double(x) + 0.5 - Double(size.width) / 2) * across + (Double(y) + 0.5 - Double(size.height) / 2) * down)
            / length + 0.5
        let risen = (place - gradient.start) / (gradient.stop - gradient.start)
        return min(max(risen, 0), 1) * gradient.opacity
    }

    @Test(arguments: [3, 4], [0.0, 45, 90, 180, 270, 200])
    func mixesByThePlaceAlongTheLine(bands: Int, angle: Double) throws {
        let grid = PixelGrid.noise(30, 20, bands: bands)
        let colour = Colour(red: 250, green: 10, blue: 90)
        let gradient = Effects.Gradient(opacity: 0.8, colour: colour, angle: angle, start: 0.2, stop: 0.9)
        let expected = PixelGrid(30, 20, bands: bands) { x, y, band in
            guard band < 3 else { return grid[x, y, 3] }
            let old = Double(grid[x, y, band])
            return Int((old + ([250.0, 10, 90][band] - old) * share(gradient, x, y, grid.size)).rounded())
        }
        #expect(try grid.after { try GradientStep.apply($0, gradient) }.distance(to: expected) <= 1)
    }

    @Test func theDocumentedExampleHolds() throws {
        let grid = PixelGrid(3, 4, colour: [160, 80, 240])
        let faded = try grid.after { try GradientStep.apply($0, Effects.Gradient(opacity: 1)) }
        #expect((0..<4).map { faded[1, $0, 0] } == [140, 100, 60, 20])
    }

    @Test func aStopAtTheStartIsAnEdge() throws {
        let gradient = Effects.Gradient(opacity: 1, start: 0.5, stop: 0.5)
        let faded = try PixelGrid(2, 4, colour: [200]).after { try GradientStep.apply($0, gradient) }
        #expect((0..<4).map { faded[0, $0, 0] } == [200, 200, 0, 0])
    }

    @Test func aColouredGradientColoursAGreyPicture() throws {
        let gradient = Effects.Gradient(opacity: 1, colour: Colour(red: 255, green: 0, blue: 0))
        #expect(try PixelGrid(4, 4, colour: [90, 255]).after { try GradientStep.apply($0, gradient) }.bands == 4)
    }

    @Test func noOpacityChangesNothing() throws {
        let grid = PixelGrid.noise(8, 8)
        #expect(try grid.after { try GradientStep.apply($0, Effects.Gradient(opacity: 0)) } == grid)
    }
}
