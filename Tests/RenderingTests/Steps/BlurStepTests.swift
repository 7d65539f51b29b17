import Codecs
import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct BlurStepTests {
    /// Gauss in two passes of doubles, four sigma wide, the edges continued by their pixels, colours weighted by alpha.
    private func oracle(_ grid: PixelGrid, sigma: Double) -> PixelGrid {
        let (width, height) = (grid.size.width, grid.size.height)
        let hasAlpha = grid.bands.isMultiple(of: 2)
        func sample(_ x: Int, _ y: Int, _ band: Int) -> Double {
            let value = Double(grid[x, y, band])
            return hasAlpha && band < grid.bands - 1 ? value * Double(grid[x, y, grid.bands - 1]) / 255 : value
        }
        let (columns, rows) = (weights(of: width, sigma: sigma), weights(of: height, sigma: sigma))
        let planes = (0..<grid.bands).map { band in
            let across = (0..<height).map { y in
                let line = (0..<width).map { sample($0, y, band) }
                return columns.map { sum(of: line, weighted: $0) }
            }
            let down = (0..<width).map { x in across.map { $0[x] } }.map { column in
                rows.map { sum(of: column, weighted: $0) }
            }
            return (0..<height).map { y in down.map { $0[y] } }
        }
        return PixelGrid(width, height, bands: grid.bands) { x, y, band in
            let alpha = planes[grid.bands - 1][y][x]
            let isWeighted = hasAlpha && band < grid.bands - 1
            return Int((isWeighted ? (alpha > 0 ? planes[band][y][x] * 255 / alpha : 0) : planes[band][y][x]).rounded())
        }
    }

    /// For each of `count` places, how much of each place it holds: those past the ends count for the last one.
    private func weights(of count: Int, sigma: Double) -> [[Double]] {
        let radius = Int((4 * sigma).rounded(.up))
        let bell = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = bell.reduce(0, +)
        return (0..<count).map { place in
            var weights = [Double](repeating: 0, count: count)
            for (index, weight) in bell.enumerated() {
                weights[min(max(place + index - radius, 0), count - 1)] += weight / sum
            }
            return weights
        }
    }

    private func sum(of values: [Double], weighted weights: [Double]) -> Double {
        var sum = 0.0
        for index in values.indices { sum += values[index] * weights[index] }
        return sum
    }

    @Test(arguments: [1, 3], [0.6, 1.5, 5])
    func agreesWithAGaussWrittenOut(bands: Int, sigma: Double) throws {
        let grid = PixelGrid.noise(30, 21, bands: bands, seed: 7)
        #expect(try grid.after { try BlurStep.apply($0, sigma: sigma) }.distance(to: oracle(grid, sigma: sigma)) <= 2)
    }

    @Test(
        "A wide filter agrees with one written out, at the edges as well",
        arguments: [1, 3], [6.1, 9, 15, 24, 90])
    func wide(bands: Int, sigma: Double) throws {
        for grid in [PixelGrid.noise(60, 40, bands: bands, seed: 3), PixelGrid.waves(60, 40, bands: bands)] {
            let blurred = try grid.after { try BlurStep.apply($0, sigma: sigma) }
            #expect(blurred.distance(to: oracle(grid, sigma: sigma)) <= 1)
        }
    }

    @Test("A wide filter ends when nobody waits for it")
    func interrupted() throws {
        let filter = WideBlur(size: PixelSize(width: 50, height: 40), bands: 3, hasAlpha: false, sigma: 9)
        let pixels = [UInt8](repeating: 200, count: 50 * 40 * 3)
        let interruption = Interruption()
        func blurred() throws -> [UInt8] {
            try interruption.watching { try pixels.withUnsafeBytes { try filter.blurred($0) } }
        }
        #expect(try blurred() == pixels)
        interruption.request()
        #expect(throws: CodecError.self) { try blurred() }
    }

    @Test("Steep edges at the rim stay where they are in a wide filter", arguments: [9.0, 20])
    func rim(sigma: Double) throws {
        let grid = PixelGrid(50, 30, bands: 1) { x, y, _ in x < 2 || y > 27 ? 255 : 0 }
        let blurred = try grid.after { try BlurStep.apply($0, sigma: sigma) }
        #expect(blurred.distance(to: oracle(grid, sigma: sigma)) <= 1)
    }

    @Test("A filter far wider than the picture mixes what its edges are continued by")
    func endless() throws {
        // Of a side that goes on for ever, nearly half is the left end's, half the right end's.
        let grid = PixelGrid(40, 10, bands: 1) { x, _, _ in x < 20 ? 0 : 200 }
        let blurred = try grid.after { try BlurStep.apply($0, sigma: 1e6) }
        #expect(blurred.distance(to: PixelGrid(40, 10, colour: [100])) <= 1)
    }

    @Test(arguments: [2, 4], [2.0, 9])
    func weightsColoursByAlpha(bands: Int, sigma: Double) throws {
        var grid = PixelGrid.waves(40, 31, bands: bands)
        for y in 0..<31 { for x in 0..<40 { grid[x, y, bands - 1] = x < 20 ? 255 : 0 } }
        let blurred = try grid.after { try BlurStep.apply($0, sigma: sigma) }
        let expected = oracle(grid, sigma: sigma)
        for y in 0..<31 {
            for x in 0..<40 where expected[x, y, bands - 1] > 8 {
                for band in 0..<bands { #expect(abs(blurred[x, y, band] - expected[x, y, band]) <= 2) }
            }
        }
    }

    @Test(arguments: [0.5, 8, 40, 5000])
    func keepsOneColour(sigma: Double) throws {
        let grid = PixelGrid(50, 20, colour: [200, 100, 50])
        #expect(try grid.after { try BlurStep.apply($0, sigma: sigma) }.distance(to: grid) <= 1)
    }

    @Test(arguments: [0, 0.1])
    func aSigmaOfNothingChangesNothing(sigma: Double) throws {
        let grid = PixelGrid.noise(20, 20)
        #expect(try grid.after { try BlurStep.apply($0, sigma: sigma) } == grid)
    }

    @Test(arguments: [(1, 1), (1, 50), (300, 2)], [1.0, 20, 1e6])
    func worksOnPicturesThinnerThanTheBell(size: (Int, Int), sigma: Double) throws {
        let grid = PixelGrid.noise(size.0, size.1)
        #expect(try grid.after { try BlurStep.apply($0, sigma: sigma) }.size == grid.size)
    }
}
