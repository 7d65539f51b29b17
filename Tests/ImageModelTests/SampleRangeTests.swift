import Testing

@testable import ImageModel

@Suite struct SampleRangeTests {
    @Test(
        "Black, white, neutral and the extremes of the differences are where BT.601 puts them",
        arguments: [(0, 0.0, 16.0), (0, 255, 235), (1, 128, 128), (1, 0.5, 16), (1, 255.5, 240), (2, 128, 128)])
    func ends(plane: Int, full: Double, limited: Double) {
        let down = SampleRange.full.levels(of: plane, to: .limited)
        #expect(abs(down.scale * full + down.offset - limited) < 1e-9)
        let up = SampleRange.limited.levels(of: plane, to: .full)
        #expect(abs(up.scale * limited + up.offset - full) < 1e-9)
    }

    @Test("Within one range samples do not change", arguments: [SampleRange.full, .limited])
    func same(range: SampleRange) {
        #expect(range.levels(of: 0, to: range) == .same)
        #expect(range.levels(of: 1, to: range) == .same)
    }
}
