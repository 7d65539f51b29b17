import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct BlurHashTests {
    /// Computed with `blurhash-python` 1.2.2, which wraps the C encoder of the format's authors.
    @Test(arguments: [
        (16, 12, 4, 3, "L$Hx+s2+wwoyqJR.jue:f~fkfQfj"), (16, 12, 1, 1, "00Hx+s"),
        (12, 16, 4, 3, "L$H.NO2-sRt7qIV[jwi{gHfmfOfk"), (100, 30, 4, 3, "L%HVC+2W$6Sel}WWjsazgKfOfRfO"),
        (1, 1, 4, 3, "L00000fQfQfQfQfQfQfQfQfQfQfQ"),
        (
            100, 30, 9, 9,
            "|%HVC+2W$6Seo2bDjrfla{l}WWjsazfPf6fRf7fQgKfOfRfOfSfLfNfSfPnjWojqa_fNfMfVfSfSf6fSfPfSfOfUfTfOfRofWpjsa|fPfRfPfQfPe.fRfOfRfOfSfRfPfOofWojsa}fRfQfQfPfQe:fRfPfQfPfRfSfQfR"
        ),
    ])
    func agreesWithTheAuthorsEncoder(width: Int, height: Int, x: Int, y: Int, expected: String) {
        let hash = BlurHash.text(of: .pattern(width, height, isClear: false), x: x, y: y)
        #expect(hash == expected)
    }

    @Test(arguments: [(0, 99, 9), (5, 5, 25), (9, 9, 81)])
    func hasTwoLettersForEachComponent(x: Int, y: Int, components: Int) {
        let hash = BlurHash.text(of: .pattern(20, 20, isClear: true), x: x, y: y)
        #expect(hash.count == 4 + 2 * components)
    }

    @Test func transparencyIsLaidOnWhite() {
        let clear = PixelGrid(5, 5, colour: [1, 2, 3, 0])
        let white = PixelGrid(5, 5, colour: [255, 255, 255, 255])
        let hashes = [clear, white].map {
            BlurHash.text(of: PixelSample(size: $0.size, samples: $0.samples), x: 3, y: 3)
        }
        #expect(hashes[0] == hashes[1])
    }
}
