import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct ThumbHashTests {
    /// Computed with `thumbhash-python` 1.0.1, a port of the author's encoder.
    @Test(arguments: [
        (16, 12, false, "1f08120d9c7177778078788888788888808d08f778"),
        (12, 16, true, "e6f785140e2782078aa7787807abab908e2578087888878708"),
        (1, 1, false, "000802070000000000000000000000000000000000000000"),
        (100, 30, false, "dff7093a9a80867670778787708007f878"),
        (33, 77, true, "a3d8851a0e2790b1b7788780b20ae95984877087777877"),
    ])
    func agreesWithAPortOfTheAuthorsEncoder(width: Int, height: Int, isClear: Bool, expected: String) {
        let hash = ThumbHash.bytes(of: .pattern(width, height, isClear: isClear))
        let text = hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(text == expected)
    }

    @Test(arguments: [(100, 1), (1, 100), (100, 100), (2, 3)], [false, true])
    func isShort(size: (Int, Int), isClear: Bool) {
        let hash = ThumbHash.bytes(of: .pattern(size.0, size.1, isClear: isClear))
        #expect((10...30).contains(hash.count))
        #expect((hash[2] & 0x80 != 0) == isClear)
        #expect((hash[4] & 0x80 != 0) == (size.0 > size.1))
    }
}
