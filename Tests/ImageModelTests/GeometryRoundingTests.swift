import Testing

@testable import ImageModel

@Suite struct GeometryRoundingTests {
    @Test(
        "Sizes round halves away from zero, positions to even",
        arguments: [(0.5, 1, 0), (1.5, 2, 2), (2.5, 3, 2), (-2.5, -3, -2), (2.4999, 2, 2)])
    func halves(length: Double, size: Int, position: Int) {
        #expect(GeometryRounding.size(length) == size)
        #expect(GeometryRounding.position(length) == position)
        #expect(GeometryRounding.size(5, times: length / 5) == size)
    }

    @Test("Zero stays zero, whatever it is multiplied by", arguments: [0, 1e300, .infinity, .nan])
    func zero(factor: Double) {
        #expect(GeometryRounding.size(0, times: factor) == 0)
        #expect(GeometryRounding.position(0, times: factor) == 0)
    }

    @Test("Impossible sizes are clamped to the longest side", arguments: [1e300, .infinity, .nan])
    func held(length: Double) {
        #expect(GeometryRounding.whole(length) == GeometryRounding.longestSide)
        #expect(GeometryRounding.whole(-1e300) == -GeometryRounding.longestSide)
        #expect(GeometryRounding.bounded(length) == 1e6)
        #expect(GeometryRounding.bounded(-length) == (length.isNaN ? 1e6 : 1e-6))
    }
}
