import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ColourDetailTests {
    private static let size = PixelSize(width: 1001, height: 32)

    /// Rows of the colour differences that change by each of `steps` once, in this order, and are flat otherwise.
    private static func row(_ steps: [Int]) -> [UInt8] {
        var (value, row) = (40, [UInt8](repeating: 40, count: size.width))
        for (index, step) in steps.enumerated() {
            value = index.isMultiple(of: 2) ? 40 + step : 40
            for x in (2 + index)..<row.count { row[x] = UInt8(value) }
        }
        return row
    }

    private static func detail(_ rows: [[UInt8]]) -> ColourDetail {
        var detail = ColourDetail(of: size)
        for row in rows { detail.add(row, row, width: size.width) }
        return detail
    }

    @Test(
        "Edges count where they are enough of all changes",
        arguments: [(18, true), (17, false), (0, false), (100, true)])
    func share(edges: Int, isVisible: Bool) {
        // Two pairs of rows of both colour differences; pairs of steps go up and down by as much.
        let steps = (0..<100).map { $0 < edges ? 24 : 23 }
        #expect(Self.detail(Array(repeating: Self.row(Self.paired(steps)), count: 4)).isVisible == isVisible)
    }

    /// Each second step is the way back from the one before, so that each has its own height.
    private static func paired(_ steps: [Int]) -> [Int] { steps.flatMap { [$0, $0] } }

    @Test("Changes below four levels are none, and few edges are not worth it")
    func slight() {
        let slight = Self.row(Self.paired((0..<100).map { $0 == 0 ? 200 : 3 }))
        #expect(Self.detail(Array(repeating: slight, count: 4)).isVisible)
        let flat = Self.row([])
        // One edge of 1000 blocks, and then of 2000.
        let single = Self.row([200])
        #expect(Self.detail([single, single, single, single]).isVisible)
        #expect(!Self.detail([single, single, flat, flat]).isVisible)
        #expect(!Self.detail([flat, flat, flat, flat]).isVisible)
    }

    @Test("It is known early only if the rest can't change it")
    func early() {
        let page = Self.row((0..<900).map { _ in 100 })
        let flat = Self.row([])
        #expect(!Self.detail([]).isVisible)
        #expect(Self.detail([page]).isVisible)
        let few = Self.row((0..<30).map { _ in 100 })
        #expect(!Self.detail([few, few, few]).isVisible)
        #expect(Self.detail([few, few, few, flat]).isVisible)
    }

    @Test("Pictures without two rows or columns have none", arguments: [(1, 1), (1, 40), (40, 1), (1, 0)])
    func small(width: Int, height: Int) {
        var detail = ColourDetail(of: PixelSize(width: width, height: height))
        #expect(!detail.isVisible)
        guard height > 1 else { return }
        detail.add([UInt8](repeating: 9, count: width), [UInt8](repeating: 200, count: width), width: width)
        #expect(!detail.isVisible)
    }
}
