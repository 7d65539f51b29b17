import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct TrimStepTests {
    /// A red box of 20 × 10 at column 8, row 6 on a border of `colour`, 60 × 40.
    private func framed(_ colour: [Int]) -> PixelGrid {
        PixelGrid(60, 40, bands: colour.count) { x, y, band in
            guard (8..<28).contains(x), (6..<16).contains(y) else { return colour[band] }
            return [200, 20, 20, 255][band]
        }
    }

    @Test(arguments: [[255, 255, 255], [0, 0, 0], [10, 130, 20]])
    func cutsABorderOfTheTopLeftPixelsColour(colour: [Int]) throws {
        let box = try TrimStep.box(in: try framed(colour).image(), Trim(threshold: 10))
        #expect(box == PixelRect(left: 8, top: 6, size: PixelSize(width: 20, height: 10)))
    }

    @Test func cutsOnlyTheColourThatIsNamed() throws {
        let white = Trim(threshold: 10, colour: .white)
        let whole = PixelRect(left: 0, top: 0, size: PixelSize(width: 60, height: 40))
        #expect(try TrimStep.box(in: try framed([0, 0, 0]).image(), white) == whole)
        #expect(try TrimStep.box(in: try framed([255, 255, 255]).image(), white).size.width == 20)
    }

    @Test func takesTransparencyForABorder() throws {
        let box = try TrimStep.box(in: try framed([7, 7, 7, 0]).image(), Trim(threshold: 10))
        #expect(box == PixelRect(left: 8, top: 6, size: PixelSize(width: 20, height: 10)))
    }

    @Test func cutsNothingOfATransparentBorderWhenWhiteIsNamed() throws {
        let trim = Trim(threshold: 10, colour: .white)
        #expect(try TrimStep.box(in: try framed([255, 255, 255, 0]).image(), trim).size.width == 60)
    }

    @Test func worksOnGrey() throws {
        let grid = PixelGrid(30, 30, bands: 1) { x, y, _ in (10..<20).contains(x) && (5..<25).contains(y) ? 90 : 250 }
        let box = try TrimStep.box(in: try grid.image(), Trim(threshold: 10))
        #expect(box == PixelRect(left: 10, top: 5, size: PixelSize(width: 10, height: 20)))
    }

    @Test(arguments: [
        (Trim(threshold: 10, isEqualHorizontally: true), [8, 6, 44, 10]),
        (Trim(threshold: 10, isEqualVertically: true), [8, 6, 20, 28]),
        (Trim(threshold: 10, isEqualHorizontally: true, isEqualVertically: true), [8, 6, 44, 28]),
    ])
    func cutsTheLesserOfBothSides(trim: Trim, expected: [Int]) throws {
        let box = try TrimStep.box(in: try framed([255, 255, 255]).image(), trim)
        #expect([box.left, box.top, box.size.width, box.size.height] == expected)
    }

    @Test(arguments: [
        PixelSize(width: 1, height: 1), PixelSize(width: 2, height: 90), PixelSize(width: 50, height: 20),
    ])
    func keepsAPictureOfOneColour(size: PixelSize) throws {
        let grid = PixelGrid(size.width, size.height, colour: [40, 50, 60])
        #expect(try TrimStep.box(in: try grid.image(), Trim(threshold: 10)).size == size)
    }

    @Test(arguments: [(4.0, 10), (5.0, 30)])
    func aThresholdIsTheLargestDifferenceThatIsBorder(threshold: Double, width: Int) throws {
        let grid = PixelGrid(30, 30) { x, y, band in
            (10..<20).contains(x) && (10..<20).contains(y) && band == 0 ? 105 : 100
        }
        #expect(try TrimStep.box(in: try grid.image(), Trim(threshold: threshold)).size.width == width)
    }
}
