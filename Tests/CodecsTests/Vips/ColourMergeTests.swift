import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ColourMergeTests {
    @Test("The two nearest colours become one, the mean of their pixels")
    func nearest() {
        let colours: [SIMD4<UInt8>] = [SIMD4(0, 0, 0, 255), SIMD4(100, 0, 0, 255), SIMD4(110, 0, 0, 255)]
        let merge = ColourMerge(colours, counts: [5, 3, 1], maximum: 2)
        // (3 · 100 + 1 · 110) / 4 is 102.5, which is rounded half to even.
        #expect(merge.replacements == [SIMD4(0, 0, 0, 255), SIMD4(102, 0, 0, 255), SIMD4(102, 0, 0, 255)])
    }

    @Test("A colour of many pixels moves less than a nearer pair of few costs")
    func weights() {
        let colours: [SIMD4<UInt8>] = [SIMD4(0, 0, 0, 255), SIMD4(20, 0, 0, 255), SIMD4(60, 0, 0, 255)]
        let merge = ColourMerge(colours, counts: [1000, 1000, 1], maximum: 2)
        #expect(merge.replacements[0] != merge.replacements[1])
        #expect(merge.replacements[1] == merge.replacements[2])
    }

    @Test("Colours that are few enough stay", arguments: [2, 3, 9])
    func few(maximum: Int) {
        let colours: [SIMD4<UInt8>] = [SIMD4(1, 2, 3, 4), SIMD4(5, 6, 7, 8)]
        #expect(ColourMerge(colours, counts: [1, 1], maximum: maximum).replacements == colours)
    }
}
